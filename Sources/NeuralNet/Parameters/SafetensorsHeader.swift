/// The header of a safetensors file, checked.
struct SafetensorsHeader {
  /// Why a file is refused.
  struct Problem: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }

  struct Entry {
    let typeName: String
    let shape: [Int]
    /// The bytes of the scalars, counted from the end of the header.
    let offsets: Range<Int>

    /// Nil where the type is none of those that are read.
    var type: SafetensorsScalar? { SafetensorsScalar(rawValue: typeName) }
  }

  var entries: [String: Entry] = [:]
  var metadata: [String: String] = [:]

  /// Refuses entries whose bytes do not cover the file's data exactly once, or are not as many as shape and type need; of a type that is
  /// not read that is unknown.
  func checkOffsets(dataCount: Int) throws(Problem) {
    var end = 0
    // Of two entries at one offset the empty one comes first, so that it does not seem to overlap.
    let ordered = entries.sorted { one, other in
      let (a, b) = (one.value.offsets, other.value.offsets)
      return (a.lowerBound, a.upperBound, one.key) < (b.lowerBound, b.upperBound, other.key)
    }
    for (name, entry) in ordered {
      let offsets = entry.offsets
      guard offsets.upperBound <= dataCount else {
        throw Problem("'\(name)' ends at byte \(offsets.upperBound) of \(dataCount) bytes of data: truncated")
      }
      guard offsets.lowerBound >= end else { throw Problem("'\(name)' overlaps another tensor at byte \(offsets.lowerBound)") }
      guard offsets.lowerBound == end else { throw Problem("bytes \(end) to \(offsets.lowerBound) before '\(name)' belong to no tensor") }
      end = offsets.upperBound
      guard let type = entry.type else { continue }
      var needed = type.byteCount
      for dimension in entry.shape {
        let (product, overflows) = needed.multipliedReportingOverflow(by: dimension)
        guard !overflows else { throw Problem("the shape \(entry.shape) of '\(name)' is larger than any memory") }
        needed = product
      }
      guard needed == offsets.count else {
        throw Problem("'\(name)' has \(offsets.count) bytes, its shape \(entry.shape) of \(type) needs \(needed)")
      }
    }
    guard end == dataCount else { throw Problem("\(dataCount - end) bytes after the last tensor belong to none") }
  }
}

/// The scalar types that are read.
enum SafetensorsScalar: String, CaseIterable {
  case f16 = "F16", bf16 = "BF16", f32 = "F32", f64 = "F64"

  var byteCount: Int {
    switch self {
    case .f16, .bf16: 2
    case .f32: 4
    case .f64: 8
    }
  }

  /// The scalars in `bytes`, rounded to the nearest float; a number of F64 beyond a float's range becomes infinite.
  func floats(_ bytes: UnsafeRawBufferPointer) -> [Float] {
    switch self {
    case .f16: Self.floats(bytes) { Self.float(half: $0) }
    case .bf16: Self.floats(bytes) { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) }
    case .f32:
      Array(unsafeUninitializedCapacity: bytes.count / 4) { floats, count in
        count = floats.count
        // Every processor Swift runs on keeps its floats least significant byte first, as the format does.
        UnsafeMutableRawBufferPointer(floats).copyMemory(from: bytes)
      }
    case .f64: Self.floats(bytes) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
    }
  }

  private static func floats<Bits: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _ float: (Bits) -> Float) -> [Float] {
    let size = MemoryLayout<Bits>.size
    return (0..<bytes.count / size).map { float(Bits(littleEndian: bytes.loadUnaligned(fromByteOffset: size * $0, as: Bits.self))) }
  }

  /// IEEE 754 binary16, by its bits: Swift's Float16 is missing on some processors.
  private static func float(half bits: UInt16) -> Float {
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Float(bits & 0x3FF)
    let magnitude: Float =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 0x1F: fraction == 0 ? .infinity : .nan
      default: Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
      }
    return bits & 0x8000 == 0 ? magnitude : -magnitude
  }
}
