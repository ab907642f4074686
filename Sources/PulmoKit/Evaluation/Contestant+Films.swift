extension [Contestant] {
  /// Each contestant's scores of the same films in the same order, that of the first; label and patient as the one says that says most.
  /// - Parameter onlyCommon: whether films that not all scored are left out.
  /// - Throws: ``DataError`` naming the films that one lacks, or about which two disagree.
  func films(onlyCommon: Bool) throws(DataError) -> [[ScoredStudy]] {
    let byID = map { contestant in
      Dictionary(contestant.scores.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
    if !onlyCommon { try expectSameFilms(byID) }
    var seen: Set<String> = []
    let common = self[0].scores.filter { film in byID.allSatisfy { $0[film.id] != nil } && seen.insert(film.id).inserted }
    guard !common.isEmpty else {
      throw .invalid(
        path: self.map(\.name).joined(separator: ", "), reason: "have no film in common; their ids have to be the same, letter by letter")
    }
    var films = [[ScoredStudy]](repeating: [], count: count)
    for film in common {
      let all = byID.compactMap { $0[film.id] }
      let (label, patient) = try agreed(all)
      for (index, score) in all.enumerated() {
        films[index].append(
          ScoredStudy(id: score.id, patient: patient, label: label, probability: score.probability, classes: score.classes))
      }
    }
    return films
  }

  private func expectSameFilms(_ byID: [[String: ScoredStudy]]) throws(DataError) {
    var everyID: [String] = []
    var seen: Set<String> = []
    for film in flatMap(\.scores) where seen.insert(film.id).inserted { everyID.append(film.id) }
    let lacking = zip(self, byID).compactMap { contestant, scores -> String? in
      let missing = everyID.filter { scores[$0] == nil }
      guard !missing.isEmpty else { return nil }
      let named = missing.prefix(5).joined(separator: ", ")
      let more = missing.count > 5 ? " and \(missing.count - 5) more" : ""
      return "\(contestant.name) lacks \(missing.count) of \(everyID.count) films: \(named)\(more)"
    }
    guard lacking.isEmpty else {
      throw .invalid(
        path: "scores",
        reason: lacking.joined(separator: "; ") + ". Give scores of the same films, or go on with those in common (--common)")
    }
  }

  /// What a film shows and whose it is, from what each says of it.
  private func agreed(_ film: [ScoredStudy]) throws(DataError) -> (Label, patient: String) {
    var (label, patient) = (film[0].label, film[0].patient)
    // Who said so.
    var (labelling, naming) = (self[0].name, self[0].name)
    for (contestant, score) in zip(self, film).dropFirst() {
      if label.contradicts(score.label) {
        throw .invalid(
          path: score.id,
          reason: "is \(label.rawValue) in \(labelling) and \(score.label.rawValue) in \(contestant.name); correct the one that is wrong")
      }
      if label == .pneumonia { (label, labelling) = (score.label, contestant.name) }
      // A film that nothing is known of counts as a patient by its own id.
      if patient == score.id { (patient, naming) = (score.patient, contestant.name) }
      if score.patient != score.id, score.patient != patient {
        throw .invalid(
          path: score.id,
          reason:
            "is of patient \(patient) in \(naming) and of \(score.patient) in \(contestant.name); name patients alike, or leave one file's out"
        )
      }
    }
    return (label, patient)
  }
}
