/// Where the pixels of a stretched axis lie on the original, whose ends stay its ends.
///
/// Pixel t of the target lies at `(t + 1/2) · source / target - 1/2`, in pixels of the source, held within `0 ... source - 1`.
struct AxisStretch {
  /// For each pixel of the target: the source pixels it lies between, and how far it is on the way from the first to the second, 0 to below 1.
  let between: [(first: Int, second: Int, fraction: Float)]
  /// For each pixel of the target: the source pixel that covers its centre.
  let nearest: [Int]

  /// - Parameters:
  ///   - source: pixels, at least 1.
  ///   - target: pixels.
  init(from source: Int, to target: Int) {
    let step = Double(source) / Double(target)
    between = (0..<target).map { index in
      let place = min(max((Double(index) + 0.5) * step - 0.5, 0), Double(source - 1))
      let first = Int(place)
      return (first, min(first + 1, source - 1), Float(place - Double(first)))
    }
    nearest = (0..<target).map { min(Int((Double($0) + 0.5) * step), source - 1) }
  }
}
