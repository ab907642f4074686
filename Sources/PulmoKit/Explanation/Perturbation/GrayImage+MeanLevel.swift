import Imaging

extension GrayImage {
  /// The mean of its grey levels, rounded.
  var meanLevel: UInt8 { UInt8((Double(pixels.reduce(0) { $0 + Int($1) }) / Double(pixels.count)).rounded()) }
}
