/// What a file may ask for before it is refused. All limits hold before anything of that size is read or allocated.
public struct ImageLimits: Sendable, Hashable {
  /// The largest file read, in bytes. Default 256 MiB: more than an uncompressed 16-bit film of the largest detectors.
  public var fileBytes: Int
  /// The most pixels decoded, width times height. Default 64 Mi: a 35 × 43 cm film digitised at 50 µm has 60 million.
  public var pixels: Int
  /// The least width and height in pixels. Default 64: below that nothing of a lung is left to judge.
  public var minimumSide: Int
  /// The most scans of a progressive JPEG. Default 100: encoders write about ten, while a hostile file repeats cheap scans for hours of work.
  public var jpegScans: Int

  public init(fileBytes: Int = 256 << 20, pixels: Int = 64 << 20, minimumSide: Int = 64, jpegScans: Int = 100) {
    precondition(
      fileBytes > 0 && pixels > 0 && minimumSide > 0 && jpegScans > 0,
      "limits must be positive: \(fileBytes) bytes, \(pixels) pixels, side \(minimumSide), \(jpegScans) scans")
    self.fileBytes = fileBytes
    self.pixels = pixels
    self.minimumSide = minimumSide
    self.jpegScans = jpegScans
  }

  public static let `default` = ImageLimits()
}
