/// One axis of the search for the chest: its places, tried one by one against the mean chest.
///
/// The film is worked on as 32 lines of 28 numbers, already stretched along the other axis; a place along this one mixes two neighbouring
/// lines for each of the mean chest's 28. A line is seven vectors.
struct ChestAxis {
  /// From left to right: the lines are columns.
  static let across = ChestAxis(template: transposedTemplate, usualScale: 1, leastScale: 0.75)
  /// From top to bottom: the lines are rows.
  static let down = ChestAxis(template: ChestTemplate.rows, usualScale: 0.9, leastScale: 0.7)

  let usualScale: Float
  /// 11 scales from the least on, with 13 shifts each from -0.3 to 0.3.
  private let places: [ChestPlace]
  private let samples: [[Sample]]
  /// `[28, 28]`
  private let template: [SIMD4<Float>]

  private static let (scaleCount, shiftCount) = (11, 13)
  private static let step: Float = 0.05
  private static let vectorsPerLine = ChestTemplate.side / 4

  private init(template: [Float], usualScale: Float, leastScale: Float) {
    self.template = Self.vectors(template)
    self.usualScale = usualScale
    places = (0..<Self.scaleCount * Self.shiftCount).map { index in
      let (scale, shift) = index.quotientAndRemainder(dividingBy: Self.shiftCount)
      return ChestPlace(scale: leastScale + Self.step * Float(scale), shift: Self.step * Float(shift - Self.shiftCount / 2))
    }
    samples = places.map(Self.samples)
  }

  /// The best place of all.
  struct Result {
    let place: ChestPlace
    /// Between the places tried.
    let refined: ChestPlace
    let correlation: Float
    let score: Float
  }

  /// Tries all places.
  /// - Parameter lines: `[32, 28]`, from ``stretched(_:to:)``.
  func search(_ lines: [SIMD4<Float>]) -> Result {
    let correlations = samples.map { correlation(lines, at: $0) }
    let scores = zip(correlations, places).map { $0 - $1.penalty(usualScale: usualScale) }
    let best = scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
    let (scale, shift) = best.quotientAndRemainder(dividingBy: Self.shiftCount)
    var refined = places[best]
    refined.scale += Self.step * Self.summit((0..<Self.scaleCount).map { scores[$0 * Self.shiftCount + shift] }, near: scale)
    refined.shift += Self.step * Self.summit((0..<Self.shiftCount).map { scores[scale * Self.shiftCount + $0] }, near: shift)
    return Result(place: places[best], refined: refined, correlation: correlations[best], score: scores[best])
  }

  /// How far from the greatest value the parabola through it and its neighbours has its summit, in steps, -0.5 to 0.5; 0 at an end.
  private static func summit(_ values: [Float], near index: Int) -> Float {
    guard index > 0, index < values.count - 1 else { return 0 }
    let (before, here, after) = (values[index - 1], values[index], values[index + 1])
    let bend = before - 2 * here + after
    return bend < 0 ? max(-0.5, min(0.5, (before - after) / (2 * bend))) : 0
  }

  /// Pearson's correlation of the mean chest with what the film shows at a place; 0 where that is a constant.
  private func correlation(_ lines: [SIMD4<Float>], at samples: [Sample]) -> Float {
    var (sum, squares, products) = (SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>())
    lines.withUnsafeBufferPointer { lines in
      template.withUnsafeBufferPointer { template in
        var position = 0
        for sample in samples {
          let start = sample.line * Self.vectorsPerLine
          for index in start..<start + Self.vectorsPerLine {
            let value = lines[index] + sample.fraction * (lines[index + Self.vectorsPerLine] - lines[index])
            sum += value
            squares += value * value
            products += value * template[position]
            position += 1
          }
        }
      }
    }
    let count = Float(ChestTemplate.side * ChestTemplate.side)
    let variance = squares.sum() - sum.sum() * sum.sum() / count
    return variance > 1e-3 ? products.sum() / variance.squareRoot() : 0
  }
}

extension ChestAxis {
  /// Between which two of the film's 32 lines one of the mean chest's lies.
  private struct Sample {
    let line: Int
    let fraction: Float
  }

  private static func samples(at place: ChestPlace) -> [Sample] {
    let film = Float(ChestStructure.side)
    return (0..<ChestTemplate.side).map { index in
      let chest = (Float(index) + 2.5) / film * 2 - 1
      let position = max(0, min(film - 1, (place.scale * chest + place.shift + 1) / 2 * film - 0.5))
      let line = min(ChestStructure.side - 2, Int(position))
      return Sample(line: line, fraction: position - Float(line))
    }
  }

  /// Each line of a structure, `[32, 32]`, stretched along itself as a place on its axis says: `[32, 28]`.
  static func stretched(_ structure: [Float], to place: ChestPlace) -> [SIMD4<Float>] {
    let samples = samples(at: place)
    return vectors(
      stride(from: 0, to: structure.count, by: ChestStructure.side).flatMap { start in
        samples.map { structure[start + $0.line] + $0.fraction * (structure[start + $0.line + 1] - structure[start + $0.line]) }
      })
  }

  private static func vectors(_ numbers: [Float]) -> [SIMD4<Float>] {
    stride(from: 0, to: numbers.count, by: 4).map { SIMD4(numbers[$0], numbers[$0 + 1], numbers[$0 + 2], numbers[$0 + 3]) }
  }

  private static var transposedTemplate: [Float] {
    let side = ChestTemplate.side
    return (0..<side * side).map { ChestTemplate.rows[$0 % side * side + $0 / side] }
  }
}
