/// The k-means of ``SLIC``: which centre each pixel belongs to, and the centres.
struct SegmentClustering {
  /// The centre of each pixel. The grid's first windows cover the picture, so that each pixel gets one.
  private(set) var nearest: [Int32]

  private struct Centre {
    var row = 0.0
    var column = 0.0
    var lightness = 0.0
    var a = 0.0
    var b = 0.0
    /// A centre that lost its pixels gets none again.
    var pixels = 0
  }

  private let colours: ColourPlanes
  private var centres: [Centre]
  private var distances: [Double]
  /// Half the sides of a centre's window.
  private let reach: (rows: Int, columns: Int)
  /// `1 / S²`.
  private let spatialWeight: Double

  /// Centres on the points of the grid, all black.
  init(colours: ColourPlanes, grid: SegmentGrid) {
    self.colours = colours
    centres = grid.rows.flatMap { row in grid.columns.map { Centre(row: Double(row), column: Double($0), pixels: 1) } }
    nearest = [Int32](repeating: 0, count: colours.width * colours.height)
    distances = [Double](repeating: .infinity, count: nearest.count)
    // The reference reckons the window anew from the number of points that the grid came to.
    let window = SegmentGrid(width: colours.width, height: colours.height, count: grid.count)
    reach = (2 * window.rowStep, 2 * window.columnStep)
    spatialWeight = 1 / Double(grid.step * grid.step)
  }

  /// Gives each pixel to the nearest centre whose window it lies in, the first of several.
  mutating func assign() {
    let (width, height) = (colours.width, colours.height)
    distances.withUnsafeMutableBufferPointer { distances in
      nearest.withUnsafeMutableBufferPointer { nearest in
        colours.values.withUnsafeBufferPointer { colours in
          distances.update(repeating: .infinity)
          for (index, centre) in centres.enumerated() where centre.pixels > 0 {
            let rows = Self.window(around: centre.row, reach: reach.rows, side: height)
            let columns = Self.window(around: centre.column, reach: reach.columns, side: width)
            for row in rows {
              let down = (centre.row - Double(row)) * (centre.row - Double(row))
              for pixel in row * width + columns.lowerBound..<row * width + columns.upperBound {
                let across = centre.column - Double(pixel - row * width)
                let lightness = colours[3 * pixel] - centre.lightness
                let (a, b) = (colours[3 * pixel + 1] - centre.a, colours[3 * pixel + 2] - centre.b)
                let distance = (down + across * across) * spatialWeight + (lightness * lightness + a * a + b * b)
                if distance < distances[pixel] {
                  distances[pixel] = distance
                  nearest[pixel] = Int32(index)
                }
              }
            }
          }
        }
      }
    }
  }

  private static func window(around centre: Double, reach: Int, side: Int) -> Range<Int> {
    Int(max(centre - Double(reach), 0))..<Int(min(centre + Double(reach) + 1, Double(side)))
  }

  /// Moves each centre to the mean of its pixels.
  mutating func moveCentres() {
    centres = [Centre](repeating: Centre(), count: centres.count)
    centres.withUnsafeMutableBufferPointer { centres in
      nearest.withUnsafeBufferPointer { nearest in
        colours.values.withUnsafeBufferPointer { values in
          for row in 0..<colours.height {
            for column in 0..<colours.width {
              let pixel = row * colours.width + column
              let centre = Int(nearest[pixel])
              centres[centre].row += Double(row)
              centres[centre].column += Double(column)
              centres[centre].lightness += values[3 * pixel]
              centres[centre].a += values[3 * pixel + 1]
              centres[centre].b += values[3 * pixel + 2]
              centres[centre].pixels += 1
            }
          }
        }
      }
      for index in centres.indices {
        let pixels = Double(centres[index].pixels)
        centres[index].row /= pixels
        centres[index].column /= pixels
        centres[index].lightness /= pixels
        centres[index].a /= pixels
        centres[index].b /= pixels
      }
    }
  }
}
