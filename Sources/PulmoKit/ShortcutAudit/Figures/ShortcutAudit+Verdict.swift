import Statistics

extension ShortcutAudit {
  /// The worst of all answers' verdicts; ``Verdict/unknown`` where there are too few films to tell, and where nothing speaks against the model but
  /// an answer is missing.
  public var verdict: Verdict {
    let verdicts = answers.map(\.verdict)
    return [.fail, .warn, .unknown, .pass].first(where: verdicts.contains) ?? .unknown
  }

  /// What came out, in words: first of the model, then of what could not be asked, then of what the films offer.
  public var sentences: [String] { [modelSentence, missingSentence, offerSentence].compactMap(\.self) }

  private var modelSentence: String {
    func findings(_ verdict: Verdict) -> String {
      answers.filter { $0.verdict == verdict }.map {
        "\($0.finding) (\(verdict == .fail ? "failure" : "warning") from \($0.limitText(verdict)))"
      }
      .joined(separator: "; ")
    }
    switch verdict {
    case .fail: return "FAIL: this model goes by more than the lungs: \(findings(.fail))."
    case .warn: return "WARN: this model may go by more than the lungs: \(findings(.warn))."
    case .pass:
      let hidden = self[.lungsHidden].map { ", and \($0.finding)" } ?? ""
      let whole = FigureText.number(self[.asItIs]?.auroc?.value)
      return
        "PASS: no answer of this audit reaches its limit beyond chance\(hidden). On whole films its AUROC is \(whole): one near 0.5 has "
        + "nothing to lose, and passes whatever it goes by. That is no proof that it goes by the lungs alone."
    case .unknown where min(normal, pneumonia) >= AuditLimits.leastFilms:
      return "UNKNOWN: no answer of this audit reaches its limit beyond chance, but not every question has one."
    case .unknown:
      return "UNKNOWN: it takes \(AuditLimits.leastFilms) normal films and \(AuditLimits.leastFilms) pneumonias to tell; here are "
        + "\(normal) and \(pneumonia)."
    }
  }

  /// The questions without an answer, and why; nil where all have one.
  private var missingSentence: String? {
    let missing = answers.filter { $0.reason != nil }
    guard !missing.isEmpty else { return nil }
    let parts = Dictionary(grouping: missing) { $0.reason ?? "" }.sorted { $0.key < $1.key }.map { reason, answers in
      "\(answers.map(\.question.title).joined(separator: ", ")) (\(reason))"
    }
    return "No answer (n/a): \(parts.joined(separator: "; "))."
  }

  /// The strongest of what probes found without lungs, beside the model that sees no more.
  private var offerSentence: String? {
    let probed = views.filter { $0.probe != nil }
    guard let view = probed.max(by: { ($0.probe?.value ?? 0) < ($1.probe?.value ?? 0) }), let probe = view.probe else { return nil }
    let model = view.auroc.map { "; the model, shown no more, reaches \(FigureText.number($0.value))" } ?? ""
    return
      "What there is to be used: \(view.view.without) a small probe that never saw these films' children tells pneumonia from normal with an "
      + "AUROC of \(FigureText.number(probe.value))\(model)."
  }
}

extension FilmView {
  /// `from the border alone`
  fileprivate var without: String {
    switch self {
    case .borderOnly: "from the border alone"
    case .cornersOnly: "from the corners alone"
    case .lungsHidden: "with the lungs hidden"
    default: "from \(rawValue)"
    }
  }
}

extension AuditAnswer {
  /// The answer as a row of a table: question, what the figure is, the figure, its interval, the limits of a warning and of a failure, the verdict.
  var cells: [String] {
    [question.title, measureText, measuredText, rangeText, limitText(.warn), limitText(.fail), verdict.rawValue]
  }

  /// The answer as part of a sentence.
  var finding: String {
    let value = FigureText.number(interval?.value ?? figure)
    let wrongWay = question.measure == .strength && interval.map { $0.value < 0.5 } == true ? ", the wrong way round" : ""
    return switch question {
    case .borderOnly: "from the border alone it tells pneumonia from normal with an AUROC of \(value)\(wrongWay)"
    case .cornersOnly: "from the corners alone it tells pneumonia from normal with an AUROC of \(value)\(wrongWay)"
    case .lungsHidden: "with the lungs hidden it tells pneumonia from normal with an AUROC of \(value)\(wrongWay)"
    case .markersCovered: "with markers, corners and border covered its AUROC falls by \(value)"
    case .backgroundFlat: "with all but the lungs one grey its AUROC falls by \(value)"
    case .backgroundOther: "with the lungs on another film's background its AUROC falls by \(value)"
    case .backgroundFollowed: "its answers follow the film behind the lungs, whose label they tell with an AUROC of \(value)\(wrongWay)"
    case .brightness: "brightness alone costs it \(value) of its sensitivity or specificity"
    case .aspect: "a film's width over height alone costs it \(value) of its sensitivity or specificity"
    }
  }

  /// `0.80`
  func limitText(_ verdict: Verdict) -> String { (verdict == .fail ? limits.failFrom : limits.warnFrom).formatted(decimals: 2) }

  /// The answer's interval, as tables show it; empty for one without.
  var rangeText: String {
    question.measure == .lossOfDecisions ? "" : FigureText.numbers(interval?.quoted)
  }

  /// The AUROC or the loss that was measured, which the limits are for.
  var measuredText: String { FigureText.number(interval?.value ?? figure) }

  /// What the figure is, in a word or two.
  var measureText: String {
    switch question.measure {
    case .strength: "AUROC"
    case .lossOfAUROC: "loss of AUROC"
    case .lossOfDecisions: "loss of decisions"
    }
  }
}
