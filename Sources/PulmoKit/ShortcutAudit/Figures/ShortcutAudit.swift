import Statistics

/// Whether a model goes by the lungs: its figures under every view and sweep, and a verdict on each.
///
/// ```swift
/// let audit = try ShortcutAudit(findings, threshold: artifact.manifest.threshold.value)
/// print(audit.table)
/// ```
///
/// An AUROC and a loss of AUROC have the wider of two 95% intervals, DeLong's, which takes films as independent, and one of resampled patients.
/// Figures along a sweep have none. The limits of the verdicts were fixed before the first model was audited (``AuditLimits``).
public struct ShortcutAudit: Sendable, Hashable, Codable {
  /// How many films are in the figures, and of how many children.
  public let films: Int
  public let patients: Int
  public let normal: Int
  public let pneumonia: Int
  /// Films on which no chest was recognised: their lungs are taken to lie where they usually do.
  public let withoutRegion: Int
  /// From this probability on, a film is called pneumonia.
  public let threshold: Double
  public let seed: UInt64
  /// In the order of `AuditQuestion.allCases`.
  public let answers: [AuditAnswer]
  /// In the order of `FilmView.allCases`.
  public let views: [ViewFigures]
  public let sweeps: [SweepFigures]

  /// - Parameters:
  ///   - findings: of at least one film.
  ///   - threshold: the model's.
  ///   - resamples: how often patients are resampled for intervals.
  /// - Throws: ``DataError`` where there is no film, or a score is no number.
  public init(
    _ findings: ShortcutFindings, threshold: Double, resamples: Int = Evaluation.defaultResamples
  ) throws(DataError) {
    let reader = try AuditReader(findings.films, threshold: threshold, resamples: resamples)
    let labels = reader.labels
    let isJudged = min(labels.count { $0 }, labels.count { !$0 }) >= AuditLimits.leastFilms
    var read: [FilmView: AuditReader.Scores] = [:]
    for view in FilmView.allCases { read[view] = try reader.scores(view) }
    var views: [ViewFigures] = []
    for view in FilmView.allCases {
      let probe = try findings.probes[view].map { probabilities throws(DataError) in try reader.scores(probabilities).auroc } ?? nil
      views.append(
        ViewFigures(
          view: view, auroc: read[view]?.auroc, sensitivity: read[view]?.confusion.sensitivity,
          specificity: read[view]?.confusion.specificity,
          probe: probe, probeVerdict: Shortcut.verdict(onProbe: isJudged ? probe : nil)))
    }
    let sweeps = try reader.sweeps()
    let followed = try reader.following()
    let noBackground =
      findings.films.contains { $0.background == nil } ? "all films are of one child, and no other's can stand behind its lungs" : nil
    answers = AuditQuestion.allCases.map { question in
      func auroc(_ view: FilmView) -> AuditAnswer { AuditAnswer(question, read[view]?.auroc, isJudged: isJudged) }
      func loss(_ view: FilmView, orNone reason: String? = nil) -> AuditAnswer {
        AuditAnswer(question, read[view].flatMap { read[.asItIs]?.loss(to: $0) }, isJudged: isJudged, orNone: reason)
      }
      func loss(_ sweep: FilmSweep) -> AuditAnswer {
        AuditAnswer(question, nil, figure: sweeps.first { $0.sweep == sweep }?.loss, isJudged: isJudged)
      }
      return switch question {
      case .borderOnly: auroc(.borderOnly)
      case .cornersOnly: auroc(.cornersOnly)
      case .lungsHidden: auroc(.lungsHidden)
      case .markersCovered: loss(.markersCovered)
      case .backgroundFlat: loss(.backgroundFlat)
      case .backgroundOther: loss(.backgroundOther, orNone: noBackground)
      case .backgroundFollowed: AuditAnswer(question, followed, isJudged: isJudged, orNone: noBackground)
      case .brightness: loss(.brightness)
      case .aspect: loss(.aspect)
      }
    }
    self.views = views
    self.sweeps = sweeps
    self.threshold = threshold
    films = labels.count
    patients = reader.draws.patientCount
    normal = labels.count { !$0 }
    pneumonia = labels.count { $0 }
    withoutRegion = findings.films.count { !$0.hasLungRegion }
    seed = findings.seed
  }

  public subscript(_ question: AuditQuestion) -> AuditAnswer? { answers.first { $0.question == question } }

  public subscript(_ view: FilmView) -> ViewFigures? { views.first { $0.view == view } }
}

extension Shortcut {
  /// What a probe's AUROC says of the data. Below 0.5 it misled, and there is no other side to that.
  static func verdict(onProbe auroc: QuotedInterval?) -> Verdict {
    guard let auroc else { return .unknown }
    if let interval = auroc.quoted, interval.lower <= 0.5, interval.upper >= 0.5 { return .pass }
    return auroc.value >= failFrom ? .fail : auroc.value >= warnFrom ? .warn : .pass
  }
}
