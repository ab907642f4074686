import Foundation
import Testing

@testable import PulmoKit

@Suite struct TensorBoardTests {
  /// RFC 3720, appendix B.4, and the polynomial's usual check value.
  @Test func checksums() {
    for (bytes, expected) in [
      (Array("123456789".utf8), 0xE306_9283), ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
      ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
      (Array(0..<32), 0x46DD_794E), (Array((0..<32).reversed()), 0x113F_DB5C), ([], 0),
    ] as [([UInt8], UInt32)] {
      #expect(CRC32C.checksum(bytes) == expected, "\(bytes)")
    }
    // ((crc >> 15) | (crc << 17)) + 0xA282EAD8 of 0xE3069283, by hand: 0x2507C60D + 0xA282EAD8.
    #expect(CRC32C.masked(Array("123456789".utf8)) == 0xC78A_B0E5)
  }

  @Test func frame() {
    let frame = TFRecord.frame(Data("123456789".utf8))
    #expect(frame.count == 9 + TFRecord.overhead)
    #expect(Array(frame.prefix(8)) == [9, 0, 0, 0, 0, 0, 0, 0])
    #expect(frame.dropFirst(12).prefix(9) == Data("123456789".utf8))
    #expect(Array(frame.suffix(4)) == [0xE5, 0xB0, 0x8A, 0xC7])
  }

  @Test func recordsEndWhereTheFileIsDamaged() {
    let frames = ["one", "", "three"].map { TFRecord.frame(Data($0.utf8)) }
    let file = frames.reduce(Data(), +)
    let whole = TFRecord.records(in: file)
    #expect(whole.map { String(decoding: $0.data, as: UTF8.self) } == ["one", "", "three"])
    #expect(whole.map(\.end) == [19, 35, 56])
    for cut in 1..<file.count {
      let count = [19, 35, 56].filter { $0 <= cut }.count
      #expect(TFRecord.records(in: file.prefix(cut)).count == count, "cut at \(cut)")
    }
    for index in file.indices {
      var damaged = file
      damaged[index] ^= 4
      #expect(TFRecord.records(in: damaged).count == [19, 35, 56].filter { $0 <= index }.count, "damaged at \(index)")
    }
  }

  /// The bytes of the first record as TensorFlow writes them: `wall_time` is field 1, fixed 64 bits; `file_version` field 3, a text.
  @Test func firstRecordIsTheVersion() throws {
    let folder = try TestFolder()
    let events = try EventFile(in: folder.path, resumingAt: nil, now: Date(timeIntervalSince1970: 1.5))
    #expect(events.path == folder.file("events.out.tfevents.1.pulmo"))
    let record = try #require(TFRecord.records(in: try Data(contentsOf: URL(filePath: events.path))).first)
    #expect(Array(record.data) == [0x09, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0x1A, 13] + Array("brain.Event:2".utf8))
  }

  /// `step` is field 2, a varint; `summary` field 5 with values in field 1, each `tag` 1 and `simple_value` 2, fixed 32 bits.
  @Test func valuesAreSummaries() throws {
    let folder = try TestFolder()
    let events = try EventFile(in: folder.path, resumingAt: nil)
    try events.append([("a/b", 0.5)], step: 300, now: Date(timeIntervalSince1970: 1.5))
    let record = try #require(TFRecord.records(in: try Data(contentsOf: URL(filePath: events.path))).last)
    let value: [UInt8] = [0x0A, 3] + Array("a/b".utf8) + [0x15, 0, 0, 0, 0x3F]
    let summary: [UInt8] = [0x0A, UInt8(value.count)] + value
    #expect(
      Array(record.data) == [0x09, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0x10, 0xAC, 0x02, 0x2A, UInt8(summary.count)] + summary)
  }

  @Test func resumingCutsWhatComesAfter() throws {
    let folder = try TestFolder()
    let events = try EventFile(in: folder.path, resumingAt: nil)
    for step in 1...5 { try events.append([("loss", Double(step))], step: step) }
    let file = URL(filePath: events.path)
    try (Data(contentsOf: file) + Data([1, 2, 3])).write(to: file)
    let resumed = try EventFile(in: folder.path, resumingAt: 3)
    #expect(resumed.path == events.path)
    try resumed.append([("loss", 40)], step: 4)
    let steps = TFRecord.records(in: try Data(contentsOf: file)).map { EventFile.step(of: $0.data) }
    #expect(steps == [0, 1, 2, 3, 4])
  }
}
