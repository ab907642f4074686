/// The checksum of TFRecord frames: CRC-32C (Castagnoli), reflected polynomial 0x82F63B78, and TensorFlow's mask over it.
///
/// Goals: right, then small. The few hundred bytes a step writes need no faster one.
///
/// Source: RFC 3720, appendix B.4; `tensorflow/core/lib/hash/crc32c.h`.
enum CRC32C {
  /// One byte's step for each of the 256 values.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? 0x82F6_3B78 : 0) }
  }

  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in crc >> 8 ^ table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] }
  }

  /// Rotated and shifted, since the checksum of data that holds its own checksum is weak.
  static func masked(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let crc = checksum(bytes)
    return (crc >> 15 | crc << 17) &+ 0xA282_EAD8
  }
}
