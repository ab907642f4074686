/// The quantisation tables of a JPEG file: how coarsely its encoder rounded, and a fingerprint of that encoder.
///
/// Source: ITU-T T.81, B.2.4.1 (the DQT segment).
public struct JPEGTables: Sendable, Hashable {
  /// The steps of each table as they stand in the file, 64 each, in order of the tables' numbers (0 to 3).
  public let steps: [[UInt16]]

  /// Reads the tables of the file at `path`; nil where it is no JPEG, cannot be read, or has no whole table before its first scan.
  public init?(contentsOf path: String, limits: ImageLimits = .default) {
    guard let bytes = try? FileBytes.read(path, limit: limits.fileBytes), (try? ImageFormat(of: bytes, path: path)) == .jpeg else {
      return nil
    }
    self.init(decoding: bytes)
  }

  /// Reads the tables before the first scan of a JPEG file.
  init?(decoding bytes: [UInt8]) {
    var tables: [UInt8: [UInt16]] = [:]
    for (marker, content) in JPEGSegmentReader(bytes) where marker == 0xDB {
      var rest = content
      while let head = rest.popFirst() {
        let size = head >> 4 == 0 ? 1 : 2
        guard head >> 4 <= 1, rest.count >= 64 * size else { return nil }
        let values = rest.prefix(64 * size)
        rest = rest.dropFirst(64 * size)
        tables[head & 15] = (0..<64).map { index in
          let start = values.startIndex + index * size
          return values[start..<start + size].reduce(0) { $0 << 8 | UInt16($1) }
        }
      }
    }
    guard !tables.isEmpty else { return nil }
    steps = tables.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The quality, 1 to 100, at which the Independent JPEG Group's encoder makes a first table as coarse as this one.
  ///
  /// Coarseness is the sum of a table's 64 steps, so a table of another encoder gets the quality nearest to it.
  public var quality: Int {
    let sum = steps[0].reduce(0) { $0 + Int($1) }
    return Self.sums.indices.reduce(0) { abs(Self.sums[$1] - sum) < abs(Self.sums[$0] - sum) ? $1 : $0 } + 1
  }

  /// The sum of the luminance table's steps at each quality from 1 on (libjpeg's `jpeg_set_quality`, baseline).
  private static let sums: [Int] = (1...100).map { quality in
    let scale = quality < 50 ? 5000 / quality : 200 - 2 * quality
    return luminance.reduce(0) { $0 + min(max(($1 * scale + 50) / 100, 1), 255) }
  }

  /// ITU-T T.81, table K.1.
  private static let luminance = [
    16, 11, 10, 16, 24, 40, 51, 61,
    12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77,
    24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
  ]
}
