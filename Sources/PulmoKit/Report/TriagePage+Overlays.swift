import Statistics

extension TriagePage {
  /// What the overlays are and how many of them are to be believed; or why there are none.
  var overlayText: String {
    guard hasOverlays else {
      return films[.unreadable]?.count == count ? "" : "There are no overlays: \(reasonForNone ?? "none were made")."
    }
    let counts = CheckOutcome.allCases.compactMap { outcome -> String? in
      let count = overlays.count { $0.verdict.outcome == outcome }
      return count == 0 ? nil : "\(count) \(Self.words(outcome))"
    }
    return "Overlays show what speaks for pneumonia by Grad-CAM, from violet to yellow, each film by its own scale. "
      + "Of \(overlays.count): \(counts.joined(separator: ", "))."
  }

  /// What the network has to say against overlays, of the first film that says so.
  private var reasonForNone: String? {
    for reading in films.values.joined() {
      if case .failure(let error)? = reading.pictures?.overlay { return "\(error)" }
    }
    return nil
  }

  private static func words(_ outcome: CheckOutcome) -> String {
    switch outcome {
    case .trust: "passed the quick checks"
    case .doubt: "doubtful"
    case .distrust: "not to be trusted"
    case .unknown: "not checked"
    }
  }

  /// How overlays are made and checked, paragraph by paragraph.
  static var overlayMethod: [String] {
    func limits(_ question: CheckQuestion) -> String {
      let limit = question.limit
      return "up to \(FigureText.number(limit.trusted, decimals: 1)) passes, above \(FigureText.number(limit.doubted, decimals: 1)) fails"
    }
    return [
      "An overlay is a Grad-CAM map of pneumonia, made at the network's last layer that still is a picture, hence coarse. Yellow is where the "
        + "most of what speaks for pneumonia lies on this film, however little that is: a clear film has yellow, too. Compare the probabilities, not "
        + "the colours. Rest on a film with the mouse, press its picture, or its switch Overlay, to see it.",
      "Each overlay was asked where it lies. Outside the rectangle around both lungs, on the border and in the corners, its share is divided by "
        + "the share of the film's area, so that an even spread has 1: outside the lungs \(limits(.outsideLungs)), on the border and in the corners "
        + "\(limits(.border)); what lies between is doubtful. Where no chest is recognised the overlay is doubtful.",
      "That is all that was asked: an overlay that passes lies where a pneumonia may be, no more. Whether overlays follow what the network "
        + "learned at all (its weights drawn anew, what hiding the marked places does) is asked, film by film, by pulmo explain --check.",
    ]
  }
}

extension TriagePage {
  /// Whether to believe a film's overlay, and why; nothing where it has none, but the reason where others have.
  func verdict(on reading: Reading) -> HTML? {
    switch reading.pictures?.overlay {
    case nil: nil
    case .failure(let error)?: hasOverlays ? HTML("span", ["class": "believed"]) { "No overlay: \(error)" } : nil
    case .success(let overlay)?:
      HTML("span", ["class": Self.style(overlay.verdict.outcome)]) {
        HTML("strong") { overlay.verdict.title }
        ": \(overlay.verdict.reason)"
      }
    }
  }

  private static func style(_ outcome: CheckOutcome) -> String {
    switch outcome {
    case .trust, .unknown: "believed"
    case .doubt: "believed doubtful"
    case .distrust: "believed wrong"
    }
  }
}
