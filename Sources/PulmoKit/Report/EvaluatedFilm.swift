/// A film in a report: its score, and what is known of its picture.
public struct EvaluatedFilm: Sendable, Hashable {
  public let score: ScoredStudy
  /// Where the file is, for a thumbnail; nil where only scores are known.
  public let path: String?
  /// Nil where only scores are known.
  public let picture: PictureFacts?

  public init(_ score: ScoredStudy, path: String? = nil, picture: PictureFacts? = nil) {
    self.score = score
    self.path = path
    self.picture = picture
  }

  /// The film as one of a dataset; nil where only scores are known.
  package var study: Study? {
    path.map { Study(id: score.id, patient: score.patient, path: $0, label: score.label, folder: nil) }
  }
}
