extension FeatureMapGrid {
  /// All channels of a layer, by their numbers.
  /// - Parameter map: what the layer makes of a film; it has at least one channel.
  public init(channelsOf map: FeatureMap) {
    self.init(
      title: "\(map.layer): \(FigureText.count(map.channels, "channel")) of \(map.width) x \(map.height)",
      tiles: (0..<map.channels).compactMap { map.tile($0, label: "\($0)") })
  }

  /// One channel across layers, by their names; layers without a channel of that number are left out.
  /// - Parameters:
  ///   - number: of the channel, counted from 0.
  ///   - maps: of the layers, in order of computation.
  /// - Returns: nil where no layer has that channel.
  public init?(channel number: Int, across maps: [FeatureMap]) {
    let tiles = maps.compactMap { $0.tile(number, label: $0.layer) }
    guard !tiles.isEmpty else { return nil }
    self.init(title: "Channel \(number) across \(FigureText.count(tiles.count, "layer"))", tiles: tiles)
  }
}

extension FeatureMap {
  fileprivate func tile(_ number: Int, label: String) -> FeatureMapTile? {
    channel(number).map { FeatureMapTile(label: label, width: width, height: height, values: Array($0)) }
  }
}
