#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Points spread evenly over a picture, as many as are asked for or nearly so.
///
/// The points of rows `firstRow, firstRow + rowStep, …` and columns alike; the step is `√(area / count)`, or a whole side where that is shorter.
/// Source: `skimage.util.regular_grid` of one slice.
struct SegmentGrid {
  let rows: [Int]
  let columns: [Int]
  /// The distance of neighbouring points along each axis, at least 1 pixel.
  let rowStep: Int
  let columnStep: Int

  /// The number of points.
  var count: Int { rows.count * columns.count }
  /// The larger step.
  var step: Int { max(rowStep, columnStep) }

  /// - Parameter count: at least 1; there is no more than one point a pixel.
  init(width: Int, height: Int, count: Int) {
    let (shorter, longer) = (Double(min(width, height)), Double(max(width, height)))
    var steps = (short: 1.0, long: 1.0)
    if width * height > count {
      let even = pow(shorter * longer / Double(count), 1.0 / 2)
      steps = shorter < even ? (shorter, longer / Double(count)) : (even, even)
    }
    let (down, across) = height <= width ? (steps.short, steps.long) : (steps.long, steps.short)
    rowStep = Int(down.rounded(.toNearestOrEven))
    columnStep = Int(across.rounded(.toNearestOrEven))
    rows = Array(stride(from: Int(down / 2), to: height, by: rowStep))
    columns = Array(stride(from: Int(across / 2), to: width, by: columnStep))
  }
}
