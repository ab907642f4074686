@testable import Imaging

/// Damages files at random, the same way for the same seed: bits, bytes, numbers, cuts, insertions, and whole chunks or segments moved,
/// dropped and repeated. Three PNG mutants in four get right checksums again, or libpng would look at nothing else; half of them begin as random
/// pixels under a random header, as a damaged zlib stream hides everything behind it.
struct Mutator {
  private var random: SplitMix64
  /// The unharmed files, all of one format; parts of others are spliced in.
  private let originals: [[UInt8]]
  private let format: ImageFormat

  init(_ originals: [[UInt8]], format: ImageFormat, seed: UInt64) {
    random = SplitMix64(state: seed)
    self.originals = originals
    self.format = format
  }

  mutating func next() -> [UInt8] {
    let isRandom = format == .png && Bool.random(using: &random)
    var bytes = isRandom ? randomPNG() : originals[Int.random(in: originals.indices, using: &random)]
    for _ in 0..<Int.random(in: (isRandom ? 0 : 1)...4, using: &random) where bytes.count > 16 { damage(&bytes) }
    if format == .png, Int.random(in: 0..<4, using: &random) > 0 { PNGChunks.repairChecksums(of: &bytes) }
    return bytes
  }

  private mutating func randomBytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  /// Uncompressed random pixels under a random header, mostly one that PNG allows, with about as many bytes as it asks for.
  private mutating func randomPNG() -> [UInt8] {
    let width = Int.random(in: 1...24, using: &random), height = Int.random(in: 1...24, using: &random)
    let kind: UInt8 = [0, 0, 0, 2, 3, 4, 6, 1].randomElement(using: &random) ?? 0
    let bits: UInt8 = (kind == 0 || kind == 3 ? [1, 2, 4, 8, 16] : [8, 16]).randomElement(using: &random) ?? 8
    let channels = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][kind] ?? 1
    let interlace: UInt8 = [0, 0, 1].randomElement(using: &random) ?? 0
    var rows: [UInt8] = []
    for pass in interlace == 1 ? PNGChunks.passes : [(0, 0, 1, 1)] where width > pass.x && height > pass.y {
      let columns = (width - pass.x + pass.stepX - 1) / pass.stepX
      for _ in stride(from: pass.y, to: height, by: pass.stepY) {
        rows.append(UInt8.random(in: 0...4, using: &random))
        rows += randomBytes((columns * channels * Int(bits) + 7) / 8)
      }
    }
    if Int.random(in: 0..<8, using: &random) == 0 { rows += randomBytes(Int.random(in: 1...40, using: &random)) }
    if Int.random(in: 0..<8, using: &random) == 0 { rows.removeLast(Int.random(in: 0..<rows.count, using: &random)) }
    var bytes = PNGChunks.signature
    bytes += PNGChunks.header(width: UInt32(width), height: UInt32(height), bits: bits, kind: kind, interlace: interlace)
    if kind == 3 || Int.random(in: 0..<8, using: &random) == 0 {
      bytes += PNGChunks.chunk("PLTE", randomBytes(3 * Int.random(in: 1...256, using: &random)))
    }
    if Int.random(in: 0..<3, using: &random) == 0 {
      bytes += PNGChunks.chunk("tRNS", randomBytes([1, 2, 6, 40].randomElement(using: &random) ?? 2))
    }
    return bytes + PNGChunks.chunk("IDAT", PNGChunks.stored(rows)) + PNGChunks.chunk("IEND")
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    let place = Int.random(in: bytes.indices, using: &random)
    switch Int.random(in: 0..<12, using: &random) {
    case 0, 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 2: bytes[place] = [0, 1, 0x7F, 0x80, 0xD8, 0xD9, 0xDA, 0xFF].randomElement(using: &random) ?? 0
    case 3: bytes[place] = .random(in: 0...255, using: &random)
    case 4: bytes.removeSubrange(place...)
    case 5:
      bytes.insert(
        contentsOf: randomBytes(Int.random(in: 1...16, using: &random)), at: place)
    case 6: bytes.removeSubrange(place..<min(place + Int.random(in: 1...16, using: &random), bytes.count))
    case 7: writeNumber(into: &bytes, at: place)
    case 8: repeatPart(of: &bytes, from: place)
    case 9: swapParts(of: &bytes)
    case 10: dropOrRepeatPart(of: &bytes)
    default: splice(into: &bytes)
    }
  }

  /// Sizes, lengths and offsets are two or four bytes, high byte first.
  private mutating func writeNumber(into bytes: inout [UInt8], at place: Int) {
    let number = [0, 1, 2, 0x7F, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF]
      .randomElement(using: &random)
    let digits = PNGChunks.bigEndian(UInt32(number ?? 0)).suffix(Bool.random(using: &random) ? 2 : 4)
    for (offset, digit) in digits.enumerated() where place + offset < bytes.count { bytes[place + offset] = digit }
  }

  private mutating func repeatPart(of bytes: inout [UInt8], from place: Int) {
    let part = bytes[place..<min(place + Int.random(in: 1...64, using: &random), bytes.count)]
    for _ in 0..<Int.random(in: 1...8, using: &random) { bytes.insert(contentsOf: part, at: place) }
  }

  private func parts(of bytes: [UInt8]) -> [Range<Int>] {
    switch format {
    case .jpeg: JPEGSegments.ranges(in: bytes)
    case .png: PNGChunks.ranges(in: bytes)
    }
  }

  private mutating func swapParts(of bytes: inout [UInt8]) {
    let parts = parts(of: bytes)
    guard parts.count > 1 else { return }
    let first = Int.random(in: 0..<(parts.count - 1), using: &random)
    let second = Int.random(in: (first + 1)..<parts.count, using: &random)
    let (early, late) = (parts[first], parts[second])
    let moved = bytes[late] + bytes[early.upperBound..<late.lowerBound] + bytes[early]
    bytes.replaceSubrange(early.lowerBound..<late.upperBound, with: Array(moved))
  }

  private mutating func dropOrRepeatPart(of bytes: inout [UInt8]) {
    guard let part = parts(of: bytes).randomElement(using: &random) else { return }
    if Bool.random(using: &random) {
      bytes.removeSubrange(part)
    } else {
      bytes.insert(contentsOf: Array(bytes[part]), at: part.upperBound)
    }
  }

  private mutating func splice(into bytes: inout [UInt8]) {
    guard let other = originals.randomElement(using: &random), let part = parts(of: other).randomElement(using: &random) else { return }
    if let old = parts(of: bytes).randomElement(using: &random) {
      bytes.replaceSubrange(old, with: Array(other[part]))
    }
  }
}

/// What became of many mutants.
struct MutationTally: CustomStringConvertible {
  private(set) var decoded = 0
  private(set) var refused = 0
  /// Of the refused, those whose every pixel was decoded, but into no film.
  private(set) var noFilms = 0
  /// The decoder's slowest answer.
  private(set) var slowest: Duration = .zero

  /// Decodes `bytes`. Whatever they are, the answer must be a sound picture or an error with a reason; a crash ends the process.
  /// - Returns: what is wrong with the answer, if anything.
  mutating func decode(_ bytes: [UInt8]) -> String? {
    let limits = ImageLimits(pixels: 1 << 22, minimumSide: 1)
    let clock = ContinuousClock()
    let start = clock.now
    defer { slowest = max(slowest, clock.now - start) }
    do throws(ImagingError) {
      let picture = try GrayImage(decoding: bytes, path: "mutant", limits: limits)
      decoded += 1
      let count = picture.pixels.count
      return count == picture.width * picture.height && count <= limits.pixels
        ? nil : "\(picture.width)×\(picture.height) and \(count) pixels"
    } catch {
      refused += 1
      if error.reason.contains("colour picture") || error.reason.contains("nearly constant") { noFilms += 1 }
      return error.path == "mutant" && !error.reason.isEmpty ? nil : "an error without a reason"
    }
  }

  var description: String { "\(decoded) decoded, \(refused) refused (\(noFilms) as no films), the slowest answer took \(slowest)" }
}
