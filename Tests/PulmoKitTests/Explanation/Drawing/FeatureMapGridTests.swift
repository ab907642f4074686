import Imaging
import Testing

@testable import PulmoKit

@Suite struct FeatureMapGridTests {
  @Test func eachMapHasItsOwnRange() {
    let tile = FeatureMapTile(label: "0", width: 2, height: 1, values: [-3, 5])
    let large = FeatureMapTile(label: "1", width: 2, height: 1, values: [100, 900])
    #expect(tile.picture(side: 64) == large.picture(side: 64))
    let picture = tile.picture(side: 64)
    #expect(picture.width == 64 && picture.height == 32)
    #expect(picture[0, 0] == ColorMap.viridis.color(at: 0) && picture[31, 31] == ColorMap.viridis.color(at: 0))
    #expect(picture[32, 0] == ColorMap.viridis.color(at: 1))
    let flat = FeatureMapTile(label: "2", width: 2, height: 2, values: [4, 4, 4, 4]).picture(side: 64)
    #expect(flat == ColorImage(width: 64, height: 64, color: PictureColors.flat))
    let wide = FeatureMapTile(label: "3", width: 300, height: 150, values: (0..<45_000).map(Float.init)).picture(side: 64)
    #expect(wide.width == 64 && wide.height == 32)
  }

  @Test func aLayersChannelsAreLabelled() throws {
    let values = (0..<7 * 4).map { Float($0 % 5) }
    let map = FeatureMap(layer: "conv1", channels: 7, width: 2, height: 2, values: values)
    let grid = FeatureMapGrid(channelsOf: map)
    #expect(grid.title == "conv1: 7 channels of 2 x 2")
    #expect(grid.tiles.map(\.label) == ["0", "1", "2", "3", "4", "5", "6"] && grid.tiles[2].values == [3, 4, 0, 1])
    #expect(grid.columnCount == 5)
    let picture = grid.picture
    #expect(picture.place(of: grid.title, scale: 1, color: PictureColors.text) != nil)
    #expect(picture.place(of: "Not for diagnosis", scale: 1, color: PictureColors.warning) != nil)
    // The last map is the second of the second row; its label stands below it.
    let label = try #require(picture.place(of: "6", scale: 1, color: PictureColors.quietText))
    #expect(label.column == 6 + 134 && picture[label.column, label.row - 1] != PictureColors.background)
  }

  /// A name too long for its map keeps its beginning and its end; one that fits is whole.
  @Test func longNamesAreShortenedHonestly() {
    let name = "backbone.stages.3.blocks.2.inverted_residual.projection"
    #expect(name.count == 55 && name.shortened(to: 55) == name && name.shortened(to: 32) == "backbone.stages...ual.projection")
    #expect((0...54).allSatisfy { name.shortened(to: $0).count == $0 } && name.shortened(to: 2) == "..")
    let tile = FeatureMapTile(label: name, width: 1, height: 2, values: [0, 1])
    let grid = FeatureMapGrid(title: "t", tiles: [tile])
    #expect(grid.side == 256)
    #expect(grid.picture.place(of: "backbone.stages...ual.projection", scale: 1, color: PictureColors.quietText) != nil)
  }

  @Test func aChannelIsFollowedThroughTheLayers() throws {
    let maps = [3, 1, 2].map { count in
      FeatureMap(layer: "layer\(count)", channels: count, width: 1, height: 2, values: (0..<2 * count).map(Float.init))
    }
    let grid = try #require(FeatureMapGrid(channel: 1, across: maps))
    #expect(grid.title == "Channel 1 across 2 layers")
    #expect(grid.tiles.map(\.label) == ["layer3", "layer2"] && grid.tiles.map(\.values) == [[2, 3], [2, 3]])
    #expect(FeatureMapGrid(channel: 3, across: maps) == nil)
  }
}
