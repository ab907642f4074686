/// `[N, C, H, W]` as oneDNN's nChw16c and nChw8c lay it out: `[N, blocks, H, W, lanes]`, zeros behind the last channel.
struct BlockedPicture {
  let batch: Int, channels: Int, rows: Int, columns: Int, lanes: Int
  var scalars: [Float]

  var blocks: Int { (channels + lanes - 1) / lanes }

  init(batch: Int, channels: Int, rows: Int, columns: Int, lanes: Int, _ value: () -> Float = { 0 }) {
    self.batch = batch
    self.channels = channels
    self.rows = rows
    self.columns = columns
    self.lanes = lanes
    scalars = Array(repeating: 0, count: batch * ((channels + lanes - 1) / lanes) * rows * columns * lanes)
    for n in 0..<batch {
      for c in 0..<channels { for y in 0..<rows { for x in 0..<columns { scalars[index(n, c, y, x)] = value() } } }
    }
  }

  func index(_ n: Int, _ c: Int, _ y: Int, _ x: Int) -> Int {
    (((n * blocks + c / lanes) * rows + y) * columns + x) * lanes + c % lanes
  }

  /// The scalar at a place, zero outside the picture.
  subscript(n: Int, c: Int, y: Int, x: Int) -> Double {
    (0..<rows).contains(y) && (0..<columns).contains(x) ? Double(scalars[index(n, c, y, x)]) : 0
  }
}
