import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct ClusteringTests {
  /// [2 1 0; 1 2 0; 0 0 5]: 5 along z, 3 along (1, 1), 1 along (1, -1).
  @Test func eigenvectorsOfAMatrixDoneByHand() {
    let eigenvectors = SymmetricEigenvectors(of: [2, 1, 0, 1, 2, 0, 0, 0, 5], size: 3)
    for (value, expected) in zip(eigenvectors.values, [5.0, 3, 1]) { #expect(abs(value - expected) < 1e-14) }
    let root = 0.5.squareRoot()
    for (vector, expected) in zip(eigenvectors.vectors, [[0, 0, 1], [root, root, 0], [root, -root, 0]]) {
      let product = zip(vector, expected).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(abs(product) - 1) < 1e-14, "\(vector)")
    }
  }

  @Test func eigenvectorsSolveWhatDefinesThem() {
    let size = 24
    var generator = SplitMix64(seed: 5)
    var matrix = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for column in 0...row {
        matrix[row * size + column] = Double(generator.nextUnitFloat()) - 0.5
        matrix[column * size + row] = matrix[row * size + column]
      }
    }
    let eigenvectors = SymmetricEigenvectors(of: matrix, size: size)
    #expect(eigenvectors.values == eigenvectors.values.sorted(by: >))
    for (value, vector) in zip(eigenvectors.values, eigenvectors.vectors) {
      for row in 0..<size {
        let product = (0..<size).reduce(0) { $0 + matrix[row * size + $1] * vector[$1] }
        #expect(abs(product - value * vector[row]) < 1e-12)
      }
    }
    for (one, vector) in eigenvectors.vectors.enumerated() {
      for (other, another) in eigenvectors.vectors.enumerated() {
        #expect(abs(zip(vector, another).reduce(0) { $0 + $1.0 * $1.1 } - (one == other ? 1 : 0)) < 1e-12)
      }
    }
  }

  /// Points on a line through space lie on one direction, and their distances stay.
  @Test func principalComponentsKeepDistances() {
    let points: [[Double]] = [-2, -1, 0, 1, 2].map { [3 * $0, 0, -4 * $0] }
    let components = PrincipalComponents(of: points, count: 2).coordinates
    for (first, second) in zip(components, components.dropFirst()) {
      #expect(abs(abs(first[0] - second[0]) - 5) < 1e-12 && abs(first[1]) < 1e-12)
    }
    #expect(PrincipalComponents(of: points, count: 9).coordinates[0].count == 3)
  }

  @Test func kMeansFindsTheGroupsThatThereAre() {
    var generator = SplitMix64(seed: 3)
    let centres: [[Double]] = [[0, 0], [10, 0], [0, 10], [10, 10]]
    let points = (0..<200).map { index in centres[index % 4].map { $0 + Double(generator.nextUnitFloat()) } }
    let found = KMeans(points, count: 4, seed: 1)
    #expect(Set(found.clusters).count == 4)
    for index in points.indices { #expect(found.clusters[index] == found.clusters[index % 4], "point \(index)") }
    // The mean squared distance to the middle of a unit square is 1/6.
    #expect(abs(found.inertia / 200 - 1.0 / 6) < 0.03)
    #expect(KMeans(points, count: 4, seed: 1).clusters == found.clusters)
  }

  /// Where there are no groups, it still ends only when each point is with the nearest mean.
  @Test func kMeansEndsWhereNothingMoves() {
    var generator = SplitMix64(seed: 8)
    let points = (0..<300).map { _ in [Double(generator.nextUnitFloat()), Double(generator.nextUnitFloat())] }
    let found = KMeans(points, count: 6, seed: 1)
    let means = (0..<6).map { cluster in
      let members = points.indices.filter { found.clusters[$0] == cluster }
      return (0..<2).map { axis in members.reduce(0) { $0 + points[$1][axis] } / Double(members.count) }
    }
    var inertia = 0.0
    for (point, cluster) in zip(points, found.clusters) {
      let distances = means.map { zip(point, $0).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
      #expect(distances[cluster] <= (distances.min() ?? 0) + 1e-12)
      inertia += distances[cluster]
    }
    #expect(abs(inertia - found.inertia) < 1e-9)
    // More attempts are never worse.
    #expect(found.inertia <= KMeans(points, count: 6, seed: 1, restarts: 1).inertia)
  }

  @Test func fewerPointsThanClusters() {
    let alike = KMeans([[1], [1], [1]], count: 2, seed: 1)
    #expect(alike.clusters == [0, 0, 0] && alike.inertia == 0)
    #expect(Set(KMeans([[1], [2], [2]], count: 3, seed: 1).clusters).count == 2)
  }
}
