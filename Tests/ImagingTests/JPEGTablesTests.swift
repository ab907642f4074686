import Foundation
import Testing

@testable import Imaging

@Suite struct JPEGTablesTests {
  private let film = GrayImage(width: 64, height: 64, pixels: (0..<4096).map { UInt8($0 % 251) })

  @Test(arguments: [1, 10, 25, 49, 50, 51, 75, 90, 95, 99, 100])
  func qualityIsTheEncoders(quality: Int) throws {
    let tables = try #require(JPEGTables(decoding: film.encoded(as: .jpeg(quality: quality))))
    #expect(tables.quality == quality)
    #expect(tables.steps.count == 1 && tables.steps[0].count == 64)
  }

  @Test func tablesOfAColourFileAndOf16Bits() throws {
    let goldens = try #require(Bundle.module.url(forResource: "Goldens", withExtension: nil)).appending(path: "decode").path
    let colour = try #require(JPEGTables(contentsOf: goldens + "/jpeg-grey-in-colour.jpg"))
    #expect(colour.steps.count == 2)
    let wide = try #require(JPEGTables(contentsOf: goldens + "/jpeg-grey-16-bit-tables.jpg"))
    #expect(wide.steps[0].count == 64 && (1...100).contains(wide.quality))
  }

  @Test func noTables() throws {
    let bytes = try film.encoded(as: .jpeg(quality: 75))
    #expect(JPEGTables(contentsOf: "/no/such/file") == nil)
    #expect(JPEGTables(decoding: []) == nil)
    let start = try #require(bytes.firstIndex(of: 0xDB))
    // Cut inside the table, or with a precision that is none.
    for count in 0..<start + 60 { #expect(JPEGTables(decoding: Array(bytes.prefix(count))) == nil) }
    var odd = bytes
    odd[start + 3] = 0x20
    #expect(JPEGTables(decoding: odd) == nil)
  }
}
