/// Layouts that keep `lanes` channels side by side, zeros after the last.
struct BlockedLayout {
  let lanes: Int

  func blocks(_ channels: Int) -> Int { (channels + lanes - 1) / lanes }

  /// `[N, C, area]` to `[N, blocks, area, lanes]`.
  func activations(_ plain: [Float], channels: Int, area: Int) -> [Float] {
    var blocked = [Float](repeating: 0, count: plain.count / channels * blocks(channels) * lanes)
    for (index, value) in plain.enumerated() { blocked[place(index, channels, area)] = value }
    return blocked
  }

  /// The way back; nil where a lane after the last channel is not zero.
  func plain(_ blocked: [Float], channels: Int, area: Int) -> [Float]? {
    var rest = blocked
    let count = blocked.count / (blocks(channels) * lanes) * channels
    let plain = (0..<count).map { index in
      let place = place(index, channels, area)
      rest[place] = 0
      return blocked[place]
    }
    return rest.allSatisfy { $0 == 0 } ? plain : nil
  }

  private func place(_ index: Int, _ channels: Int, _ area: Int) -> Int {
    let (picture, channel, pixel) = (index / area / channels, index / area % channels, index % area)
    return ((picture * blocks(channels) + channel / lanes) * area + pixel) * lanes + channel % lanes
  }

  /// `[filters, channels, 3, 3]` to `[filter blocks, channel blocks, 9, lanes of channels, lanes of filters]`.
  func weights(_ plain: [Float], filters: Int, channels: Int) -> [Float] {
    var blocked = [Float](repeating: 0, count: blocks(filters) * blocks(channels) * 9 * lanes * lanes)
    for (index, value) in plain.enumerated() { blocked[place(ofWeight: index, channels)] = value }
    return blocked
  }

  func plain(weights blocked: [Float], filters: Int, channels: Int) -> [Float] {
    (0..<filters * channels * 9).map { blocked[place(ofWeight: $0, channels)] }
  }

  private func place(ofWeight index: Int, _ channels: Int) -> Int {
    let (filter, channel, tap) = (index / 9 / channels, index / 9 % channels, index % 9)
    let block = (filter / lanes * blocks(channels) + channel / lanes) * 9 + tap
    return (block * lanes + channel % lanes) * lanes + filter % lanes
  }
}
