import CImageKernels

/// For every place of a resampled axis, which source places it draws on and how much of each.
struct TriangleWeights {
  private(set) var windows: [cik_window] = []
  /// Those of the first window, then those of the second and so on: each window's sum to 1 « `cik_weight_bits` but for rounding.
  private(set) var weights: [Int32] = []

  init(from size: Int, to newSize: Int) {
    let scale = Double(size) / Double(newSize)
    let support = max(scale, 1)
    for place in 0..<newSize {
      let center = (Double(place) + 0.5) * scale
      let start = max(Int(center - support + 0.5), 0)
      let end = min(Int(center + support + 0.5), size)
      func height(_ source: Int) -> Double { max(1 - abs((Double(source) - center + 0.5) / support), 0) }
      // At least 1/2: the source place that the centre lies in is no further from it.
      var total = 0.0
      for source in start..<end { total += height(source) }
      windows.append(cik_window(start: start, count: end - start))
      for source in start..<end { weights.append(Int32(height(source) / total * Double(1 << cik_weight_bits) + 0.5)) }
    }
  }
}
