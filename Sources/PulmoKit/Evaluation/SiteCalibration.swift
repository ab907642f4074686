import Statistics

/// What a site's own labelled films make of a model's numbers: probabilities that fit, a threshold, and triage.
///
/// The probabilities are calibrated (`PlattScaling`) on one half of the patients and triage chosen on the other, so that its quantiles rest on
/// patients the probabilities were not fitted on. The threshold is chosen on all; triage stops at it, which only makes fewer errors.
public struct SiteCalibration: Sendable, Hashable {
  /// What the logits are calibrated by; the model's own where no other is the best.
  public let calibration: Calibration?
  public let threshold: OperatingThreshold
  public let triage: TriageThresholds?
  /// The films' probabilities under ``calibration``.
  public let scores: [ScoredStudy]
  /// What could not be chosen, and why.
  public let warnings: [String]
}

extension SiteCalibration {
  /// - Parameters:
  ///   - scores: the site's films, scored by the model as it is.
  ///   - manifest: the model's.
  ///   - sensitivity: the share of the pneumonias the threshold is to find.
  ///   - promise: what triage is to keep.
  ///   - known: patients of whom the model knows a film: they choose the threshold alone, for neither probabilities nor a promise can rest on them.
  ///   - description: of which data the films are, for the artifact.
  /// - Throws: ``DataError`` where no threshold can be chosen.
  public init(
    of scores: [ScoredStudy], by manifest: ModelManifest, sensitivity: Double, promise: TriagePromise, excluding known: Set<String> = [],
    description: String
  ) throws(DataError) {
    let (fitted, held) = Self.halves(of: scores.filter { !known.contains($0.patient) })
    var warnings: [String] = []
    if !known.isEmpty {
      warnings.append("\(known.count) patients of whom the model knows films have no part in the probabilities and in triage")
    }
    var triage: TriageThresholds?
    // On top of the model's own, under which the films were scored.
    var further: Calibration?
    do throws(StatisticsError) {
      further = try Calibration(
        .platt, fitting: scores.filter { fitted.contains($0.patient) }, description: "\(description), one half of its patients")
    } catch {
      warnings.append("the probabilities stay as they are: \(error)")
    }
    let calibrated = scores.map { $0.calibrated(by: further) }
    let threshold = try OperatingThreshold(reaching: sensitivity, on: calibrated, description: description)
    do throws(DataError) {
      let chosen = try TriageThresholds(
        keeping: promise, around: threshold.value, on: calibrated.filter { held.contains($0.patient) },
        description: "\(description), the other half of its patients"
      )
      warnings += chosen.shortages
      triage = chosen
    } catch {
      warnings.append("there is no triage: \(error)")
    }
    self.init(
      calibration: further?.after(manifest.calibration) ?? manifest.calibration, threshold: threshold, triage: triage, scores: calibrated,
      warnings: warnings)
  }

  /// The patients in two halves, those with a pneumonia and the others each by turns, in an order of their names alone.
  static func halves(of scores: [ScoredStudy]) -> (Set<String>, Set<String>) {
    let sick = Set(scores.filter { $0.label.isPneumonia }.map(\.patient))
    let healthy = Set(scores.map(\.patient)).subtracting(sick)
    var halves: (Set<String>, Set<String>) = ([], [])
    for patients in [sick, healthy] {
      // By hash of the name: names may be numbered by date, and the halves are to be alike.
      let order = patients.sorted { ($0.stableHash, $0) < ($1.stableHash, $1) }
      halves.0.formUnion(order.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
      halves.1.formUnion(order.enumerated().filter { $0.offset % 2 == 1 }.map(\.element))
    }
    return halves
  }
}

extension ScoredStudy {
  /// The score with its logit of pneumonia calibrated; the kinds keep their shares.
  fileprivate func calibrated(by calibration: Calibration?) -> ScoredStudy {
    guard let calibration else { return self }
    let kinds = classes.map { classes in
      let sick = classes.bacterial + classes.viral
      let share = sick > 0 ? classes.bacterial / sick : 0.5
      return (bacterial: share, viral: 1 - share)
    }
    let film = FilmProbabilities(logit: calibration(Logistic.logit(ofProbability: probability)), kinds: kinds)
    return ScoredStudy(id: id, patient: patient, label: label, probability: film.pneumonia, classes: film.classes)
  }
}
