import Foundation
import Imaging
import Testing

@testable import PulmoKit

@Suite struct LungRegionSheetTests {
  @Test func halfNormalHalfPneumoniaDrawnBySeed() throws {
    let films = try Films(12, normals: 8)
    let dataset = try Dataset(directory: films.directory, studies: films.studies)
    let sheet = LungRegionSheet(of: dataset, count: 6, seed: 3)
    #expect(sheet.films.map(\.study.label.isPneumonia) == [false, false, false, true, true, true])
    #expect(Set(sheet.films.map(\.study.id)).count == 6)
    #expect(LungRegionSheet(of: dataset, count: 6, seed: 3).films == sheet.films)
    #expect(LungRegionSheet(of: dataset, count: 6, seed: 4).films != sheet.films)
    let picture = try #require(sheet.picture)
    #expect(picture.width == 6 * LungRegionSheet.tileSide && picture.height == LungRegionSheet.tileSide)
    #expect("\(sheet)".hasSuffix("A chest is recognised on 0 of 6 films."))
    #expect("\(sheet)".contains("n/a"))
  }

  @Test func theRegionIsDrawn() throws {
    let films = try Films(2, normals: 1)
    try SyntheticChest().film().write(to: films.studies[0].path, as: .png)
    try films.damage(1)
    let sheet = LungRegionSheet(of: try Dataset(directory: films.directory, studies: films.studies), count: 2, seed: 1)
    #expect(sheet.films.count == 1 && sheet.unreadable.map(\.path) == [films.studies[1].path])
    let region = try #require(sheet.films[0].region)
    let picture = try #require(sheet.picture)
    let side = LungRegionSheet.tileSide
    let (columns, rows) = (LungRegion.pixels(region.columns, of: side), LungRegion.pixels(region.rows, of: side))
    #expect(picture.pixels[rows.lowerBound * side + columns.lowerBound] == 0)
    #expect(picture.pixels[(rows.upperBound - 2) * side + columns.upperBound - 2] == 255)
  }
}
