extension ColorImage {
  /// The whole picture squashed or stretched to `width` × `height`, antialiased: each channel as ``GrayImage/resized(width:height:)`` has it.
  /// - Parameters:
  ///   - width: at least 1.
  ///   - height: at least 1.
  public func resized(width: Int, height: Int) -> ColorImage {
    var resized = [UInt8](repeating: 0, count: 3 * width * height)
    for channel in 0..<3 {
      let levels = [UInt8](unsafeUninitializedCapacity: self.width * self.height) { levels, count in
        count = levels.count
        for place in levels.indices { levels[place] = samples[3 * place + channel] }
      }
      let plane = GrayImage(width: self.width, height: self.height, pixels: levels).resized(width: width, height: height)
      for (place, level) in plane.pixels.enumerated() { resized[3 * place + channel] = level }
    }
    return ColorImage(width: width, height: height, samples: resized)
  }

  /// The same picture in its own ratio, its longer side `side` pixels; a smaller one stays as it is.
  public func fitted(to side: Int) -> ColorImage {
    fittedSize(width, height, to: side).map { resized(width: $0.width, height: $0.height) } ?? self
  }
}
