import FoundationEssentials

/// TensorFlow's framing of records in a file: length, its masked checksum, the data, its masked checksum; little-endian.
///
/// Source: `tensorflow/core/lib/io/record_writer.h`.
enum TFRecord {
  /// Bytes around a record's data.
  static let overhead = 16

  static func frame(_ data: Data) -> Data {
    let length = bytes(of: UInt64(data.count))
    return length + bytes(of: CRC32C.masked(length)) + data + bytes(of: CRC32C.masked(data))
  }

  /// The records at the front of `file` that are whole, each with where it ends; a record cut off or damaged ends the list.
  static func records(in file: Data) -> [(data: Data, end: Int)] {
    var records: [(data: Data, end: Int)] = []
    var rest = file[...]
    while rest.count >= overhead {
      let length = rest.prefix(8)
      let count = length.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard count <= UInt64(rest.count - overhead), rest.dropFirst(8).prefix(4).elementsEqual(bytes(of: CRC32C.masked(length))) else {
        break
      }
      let data = rest.dropFirst(12).prefix(Int(count))
      rest = rest.dropFirst(12 + Int(count))
      guard rest.prefix(4).elementsEqual(bytes(of: CRC32C.masked(data))) else { break }
      rest = rest.dropFirst(4)
      records.append((Data(data), file.count - rest.count))
    }
    return records
  }

  private static func bytes(of value: some FixedWidthInteger) -> Data {
    withUnsafeBytes(of: value.littleEndian) { Data($0) }
  }
}
