/// How many pixels have each level, 0...255.
struct Histogram {
  /// Four tables, `[4, 256]`, which neighbours take in turn: they are often equal, and an increment would wait for the one before it.
  private var tables = [Int](repeating: 0, count: 4 << 8)

  mutating func count(rows: some Sequence<Int>, of picture: GrayImage) {
    let width = picture.width
    picture.pixels.withUnsafeBufferPointer { pixels in
      tables.withUnsafeMutableBufferPointer { tables in
        for y in rows {
          for x in 0..<width { tables[(x & 3) << 8 | Int(pixels[y &* width &+ x])] &+= 1 }
        }
      }
    }
  }

  /// The levels between the lowest and the highest that more than `tail` pixels reach from their end; 0 where so few were counted.
  func span(without tail: Int) -> Int {
    func level(_ order: some Sequence<Int>) -> Int {
      var seen = 0
      for level in order {
        for table in 0..<4 { seen += tables[table << 8 | level] }
        if seen > tail { return level }
      }
      return 0
    }
    return level((0...255).reversed()) - level(0...255)
  }
}
