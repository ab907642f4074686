/// Points in the few directions in which they differ most: principal component analysis.
struct PrincipalComponents {
  /// Each point's coordinates, in the order of the points; those of the direction of greatest variance first.
  let coordinates: [[Double]]

  /// - Parameters:
  ///   - points: all of one length, their means 0.
  ///   - count: directions to keep; all where there are no more.
  init(of points: [[Double]], count: Int) {
    let width = points.first?.count ?? 0
    guard width > 0 else {
      coordinates = points
      return
    }
    // Each row of the covariance is summed over the points in their order, so threads change no bit.
    let rows = (0..<width).concurrentMap { row in
      var sums = [Double](repeating: 0, count: width)
      for point in points {
        let factor = point[row]
        for column in 0..<width { sums[column] += factor * point[column] }
      }
      return sums.map { $0 / Double(points.count) }
    }
    let directions = SymmetricEigenvectors(of: rows.flatMap { $0 }, size: width).vectors.prefix(count)
    coordinates = points.concurrentMap { point in directions.map { direction in zip(point, direction).reduce(0) { $0 + $1.0 * $1.1 } } }
  }
}
