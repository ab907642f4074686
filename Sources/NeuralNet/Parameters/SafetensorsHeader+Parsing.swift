import FoundationEssentials

// A parser for the one shape of JSON a header has, rather than a general one: general ones keep the last of two members of one name
// without a word, and build whatever a hostile file describes.

extension SafetensorsHeader {
  /// Parses the JSON of a header.
  init(parsing bytes: UnsafeRawBufferPointer) throws(Problem) {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw Problem("its header is not UTF-8") }
    var parser = Parser(bytes: bytes)
    var header = SafetensorsHeader()
    var sawMetadata = false
    try parser.object { (parser, name) throws(Problem) in
      if name == "__metadata__" {
        guard !sawMetadata else { throw Problem("its header holds '\(name)' twice") }
        sawMetadata = true
        header.metadata = try parser.metadata()
      } else {
        guard header.entries[name] == nil else { throw Problem("its header holds '\(name)' twice") }
        header.entries[name] = try parser.entry(name)
      }
    }
    try parser.end()
    self = header
  }
}

private struct Parser {
  typealias Problem = SafetensorsHeader.Problem

  let bytes: UnsafeRawBufferPointer
  var position = 0

  init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// `{"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}`, in any order, each once, nothing else.
  mutating func entry(_ name: String) throws(Problem) -> SafetensorsHeader.Entry {
    var typeName: String?
    var shape: [Int]?
    var offsets: [Int]?
    try object { (parser, key) throws(Problem) in
      switch key {
      case "dtype" where typeName == nil: typeName = try parser.string()
      case "shape" where shape == nil: shape = try parser.integers()
      case "data_offsets" where offsets == nil: offsets = try parser.integers()
      default: throw Problem("'\(name)' holds '\(key)' twice, or it is not of the format")
      }
    }
    guard let typeName, let shape, let offsets else { throw Problem("'\(name)' lacks one of dtype, shape, data_offsets") }
    guard offsets.count == 2, offsets[0] <= offsets[1] else { throw Problem("'\(name)' has the offsets \(offsets), which are no range") }
    return SafetensorsHeader.Entry(typeName: typeName, shape: shape, offsets: offsets[0]..<offsets[1])
  }

  /// `{"key": "value", …}`
  mutating func metadata() throws(Problem) -> [String: String] {
    var result: [String: String] = [:]
    try object { (parser, key) throws(Problem) in
      let value = try parser.string()
      guard result.updateValue(value, forKey: key) == nil else { throw Problem("its metadata hold '\(key)' twice") }
    }
    return result
  }

  /// An object, whose members `member` reads from after the colon on.
  mutating func object(_ member: (inout Parser, String) throws(Problem) -> Void) throws(Problem) {
    try expect("{")
    if accept("}") { return }
    repeat {
      let name = try string()
      try expect(":")
      try member(&self, name)
    } while accept(",")
    try expect("}")
  }

  /// An array of integers that are not negative.
  mutating func integers() throws(Problem) -> [Int] {
    try expect("[")
    var result: [Int] = []
    if accept("]") { return result }
    repeat { result.append(try integer()) } while accept(",")
    try expect("]")
    return result
  }

  mutating func integer() throws(Problem) -> Int {
    skipSpace()
    let start = position
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Int(text), text == "0" || !text.hasPrefix("0") else {
      throw unexpected("a whole number that is not negative, below 2⁶³", at: start)
    }
    return value
  }

  mutating func string() throws(Problem) -> String {
    try expect("\"")
    let start = position
    var hasEscapes = false
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw unexpected("no control character in a string", at: position) }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        position += 1
      }
      position += 1
    }
    guard peek != nil else { throw unexpected("the end of a string", at: start) }
    let content = bytes[start..<position]
    position += 1
    guard hasEscapes else { return String(decoding: content, as: UTF8.self) }
    let quoted = Data(bytes[start - 1..<position])
    guard let text = try? JSONDecoder().decode(String.self, from: quoted) else { throw unexpected("a string", at: start) }
    return text
  }

  /// The end of the header; writers pad it with spaces.
  mutating func end() throws(Problem) {
    skipSpace()
    guard position == bytes.count else { throw unexpected("nothing after the header's object", at: position) }
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(Problem) {
    guard accept(character) else { throw unexpected("'\(character)'", at: position) }
  }

  private func unexpected(_ expected: String, at position: Int) -> Problem {
    Problem("its header is malformed at byte \(position): expected \(expected)")
  }
}
