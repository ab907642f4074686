/// The films of an evaluation worth looking at.
struct FilmSelection: Sendable {
  /// Films in one list, at most.
  static let count = 12

  /// Pneumonias called normal, the most certain first.
  let missed: [EvaluatedFilm]
  /// Normal films called pneumonia, the most certain first.
  let falseAlarms: [EvaluatedFilm]
  /// The films nearest the threshold, on either side, the nearest first.
  let nearest: [EvaluatedFilm]

  init(_ films: [EvaluatedFilm], threshold: Double) {
    func first(_ films: [EvaluatedFilm], by key: (Double) -> Double) -> [EvaluatedFilm] {
      // Ties in order of the name, so that the same scores give the same page.
      Array(
        films.sorted { left, right in
          let keys = (key(left.score.probability), key(right.score.probability))
          return keys.0 == keys.1 ? left.score.id < right.score.id : keys.0 < keys.1
        }.prefix(Self.count))
    }
    missed = first(films.filter { $0.score.label.isPneumonia && $0.score.probability < threshold }) { $0 }
    falseAlarms = first(films.filter { !$0.score.label.isPneumonia && $0.score.probability >= threshold }) { -$0 }
    nearest = first(films) { ($0 - threshold).magnitude }
  }
}
