import Foundation
import NeuralNet
import Testing

/// Files that are broken, by accident or on purpose: each is refused with its reason, none crashes.
@Suite struct HostileSafetensorsTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let header: String
    var data = 4
    let reason: String
    var testDescription: String { name }
  }

  /// A header of one tensor `w`.
  private static func one(_ fields: String) -> String { #"{"w":{\#(fields)}}"# }

  static let examples: [Example] = [
    Example(name: "empty header", header: "", reason: "malformed at byte 0"),
    Example(name: "an array", header: "[]", reason: "expected '{'"),
    Example(name: "cut short", header: #"{"w":{"dtype":"F32","sha"#, reason: "malformed"),
    Example(name: "cut in an escape", header: #"{"w\"#, reason: "the end of a string"),
    Example(name: "text after", header: one(#""dtype":"F32","shape":[1],"data_offsets":[0,4]"#) + "x", reason: "nothing after"),
    Example(name: "trailing comma", header: #"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},}"#, reason: "expected '\"'"),
    Example(name: "control character", header: "{\"w\u{1}\":{}}", reason: "no control character"),
    Example(name: "bad escape", header: #"{"w\q":{}}"#, reason: "expected a string"),
    Example(
      name: "lone surrogate", header: #"{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
      reason: "expected a string"),
    Example(
      name: "one name twice",
      header: #"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0077":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
      reason: "holds 'w' twice"),
    Example(
      name: "one field twice", header: one(#""dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]"#), reason: "'dtype' twice"),
    Example(name: "metadata twice", header: #"{"__metadata__":{},"__metadata__":{}}"#, data: 0, reason: "'__metadata__' twice"),
    Example(name: "metadata key twice", header: #"{"__metadata__":{"a":"","a":""}}"#, data: 0, reason: "hold 'a' twice"),
    Example(name: "metadata of numbers", header: #"{"__metadata__":{"a":1}}"#, data: 0, reason: "expected '\"'"),
    Example(
      name: "unknown field", header: one(#""dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1"#),
      reason: "not of the format"),
    Example(name: "a field missing", header: one(#""dtype":"F32","shape":[1]"#), reason: "lacks one of"),
    Example(name: "no fields", header: one(""), reason: "lacks one of"),
    Example(name: "unknown type", header: one(#""dtype":"F8","shape":[1],"data_offsets":[0,4]"#), reason: "of type 'F8'"),
    Example(name: "negative size", header: one(#""dtype":"F32","shape":[-1],"data_offsets":[0,4]"#), reason: "not negative"),
    Example(name: "fractional size", header: one(#""dtype":"F32","shape":[1.0],"data_offsets":[0,4]"#), reason: "expected ']'"),
    Example(name: "exponent", header: one(#""dtype":"F32","shape":[1e0],"data_offsets":[0,4]"#), reason: "expected ']'"),
    Example(name: "leading zero", header: one(#""dtype":"F32","shape":[01],"data_offsets":[0,4]"#), reason: "whole number"),
    Example(name: "no number", header: one(#""dtype":"F32","shape":[x],"data_offsets":[0,4]"#), reason: "whole number"),
    Example(
      name: "size of 2⁶⁴", header: one(#""dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,4]"#),
      reason: "2⁶³"),
    Example(
      name: "product of 2⁶⁴", header: one(#""dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]"#), reason: "larger than any"
    ),
    Example(
      name: "product of 2⁶⁴ times 0", header: one(#""dtype":"F32","shape":[4294967296,4294967296,0],"data_offsets":[0,0]"#), data: 0,
      reason: "larger than any"),
    Example(name: "too few bytes", header: one(#""dtype":"F32","shape":[2],"data_offsets":[0,4]"#), reason: "needs 8"),
    Example(name: "too many bytes", header: one(#""dtype":"F16","shape":[1],"data_offsets":[0,4]"#), reason: "needs 2"),
    Example(name: "data truncated", header: one(#""dtype":"F32","shape":[2],"data_offsets":[0,8]"#), reason: "truncated"),
    Example(name: "offsets backwards", header: one(#""dtype":"F32","shape":[1],"data_offsets":[4,0]"#), reason: "no range"),
    Example(name: "three offsets", header: one(#""dtype":"F32","shape":[1],"data_offsets":[0,2,4]"#), reason: "no range"),
    Example(
      name: "offset of 2⁶³ - 1", header: one(#""dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]"#), reason: "truncated"),
    Example(name: "bytes before", header: one(#""dtype":"F32","shape":[1],"data_offsets":[4,8]"#), data: 8, reason: "bytes 0 to 4"),
    Example(name: "bytes after", header: one(#""dtype":"F32","shape":[1],"data_offsets":[0,4]"#), data: 5, reason: "1 bytes after"),
    Example(name: "bytes without tensors", header: "{}", data: 1, reason: "1 bytes after"),
    Example(
      name: "overlap",
      header: #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#, data: 12,
      reason: "'b' overlaps"),
    Example(
      name: "same bytes twice",
      header: #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
      reason: "'b' overlaps"),
    Example(
      name: "gap",
      header: #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#, data: 12,
      reason: "bytes 4 to 8 before 'b'"),
    Example(name: "deep nesting", header: String(repeating: "[", count: 100_000), reason: "expected '{'"),
    Example(name: "deep nesting inside", header: #"{"w":"# + String(repeating: "{\"a\":", count: 100_000), reason: "not of the format"),
  ]

  @Test(arguments: examples) func refused(_ example: Example) {
    expectRefusal(file(Data(example.header.utf8), data: example.data), example.reason)
  }

  @Test func lengths() {
    expectRefusal(Data(), "too few")
    expectRefusal(Data([1, 2, 3, 4, 5, 6, 7]), "too few")
    expectRefusal(Data(repeating: 0, count: 8), "malformed at byte 0")
    expectRefusal(Data(repeating: 0xFF, count: 8), "18446744073709551615")
    expectRefusal(Data(repeating: 0xFF, count: 100), "no safetensors file")
    expectRefusal(Data([1, 0, 0, 0, 0, 0, 0, 0]), "would end after")
  }

  @Test func invalidUTF8() { expectRefusal(file(Data([0x7B, 0x22, 0xC3, 0x28, 0x22, 0x7D]), data: 0), "not UTF-8") }

  /// Spaces where JSON allows them, any order of fields and tensors, and empty tensors anywhere are right.
  @Test func accepted() throws {
    let header = """
       { "b" : { "data_offsets" : [ 4 , 8 ] , "shape" : [ ] , "dtype" : "F32" } ,
      "none":{"dtype":"F64","shape":[3,0],"data_offsets":[4,4]},"a":{"shape":[1,1],"dtype":"F32","data_offsets":[0,4]} }  \t
      """
    let read = try Safetensors(file(Data(header.utf8), data: 8), path: "")
    #expect(read.tensors.mapValues(\.shape) == ["a": [1, 1], "b": [], "none": [3, 0]])
  }

  /// Every file cut short anywhere and 20,000 files with a few bytes changed: read or refused, never a crash.
  @Test func mutations() throws {
    let whole = SafetensorsTests.plain.encoded()
    for count in 0..<whole.count { #expect(throws: NeuralNetError.self) { try Safetensors(whole.prefix(count), path: "") } }
    var generator = SplitMix64(seed: 1)
    var refused = 0
    for _ in 0..<20_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      do { _ = try Safetensors(bytes, path: "") } catch { refused += 1 }
    }
    #expect(refused > 10_000)
  }

  private func file(_ header: Data, data: Int) -> Data {
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header + Data(count: data)
  }

  private func expectRefusal(_ file: Data, _ reason: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(sourceLocation: sourceLocation) {
      try Safetensors(file, path: "weights.safetensors")
    } throws: { error in
      guard case NeuralNetError.unreadableWeights("weights.safetensors", let found) = error else { return false }
      return found.contains(reason)
    }
  }
}
