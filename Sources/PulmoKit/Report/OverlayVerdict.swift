import Imaging

/// Whether to believe an overlay, as far as the quick checks tell: those on where it lies.
///
/// They need no further run of the network. Whether the map follows what the network learned at all is asked by `pulmo explain --check`.
package struct OverlayVerdict: Sendable, Hashable {
  package let outcome: CheckOutcome
  /// In words, with figures.
  package let reason: String

  init(_ outcome: CheckOutcome, reason: String) {
    self.outcome = outcome
    self.reason = reason
  }

  /// - Parameters:
  ///   - map: what was painted.
  ///   - picture: the network's input that the map is of.
  ///   - region: what part of the film that is.
  init(of map: Heatmap, on picture: GrayImage, _ region: PictureRegion) {
    guard map.values.contains(where: { $0 != 0 }) else {
      self.init(.unknown, reason: "the map is empty: nothing in the network's last layer speaks for pneumonia")
      return
    }
    guard region == .whole else {
      self.init(.unknown, reason: "the network is shown the lungs alone, so where the map lies tells nothing")
      return
    }
    self.init(AttributionShares(of: map, lungs: LungRegion(of: picture)))
  }

  init(_ shares: AttributionShares) {
    let checks = shares.checks
    let outcome = ExplanationVerdict.outcome(of: checks)
    let findings = checks.filter { $0.outcome == outcome || (outcome == .doubt && $0.outcome == .unknown) }.map(\.finding)
    let inside = shares.lungs.flatMap { lungs in
      lungs.magnitude.map {
        "\(FigureText.percent($0)) of it is in the lungs' rectangle, which is \(FigureText.percent(lungs.area)) of the film"
      }
    }
    self.init(outcome, reason: ((outcome == .trust ? [] : findings) + (inside.map { [$0] } ?? [])).joined(separator: "; "))
  }

  /// What stands on the overlay itself, where that is not to be taken as it looks.
  var stamp: String? {
    switch outcome {
    case .trust: nil
    case .doubt: "doubtful"
    case .distrust: "do not trust"
    case .unknown: "not checked"
    }
  }

  /// The outcome in a few words.
  var title: String {
    switch outcome {
    case .trust: "Overlay passes the quick checks"
    case .doubt: "Doubtful overlay"
    case .distrust: "Do not trust the overlay"
    case .unknown: "Overlay not checked"
    }
  }
}
