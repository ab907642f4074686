/// What an explanation is asked before it is believed.
///
/// The limits were fixed, with their reasons, before any figure of a network trained on films was seen. They do not follow what comes out.
public enum CheckQuestion: String, Sendable, Hashable, Codable, CaseIterable {
  /// Does the map change when the network forgets what it learned? Figure: ``WeightRandomization/similarity``.
  case weights
  /// Do other samples weigh the superpixels in the same order? Figure: ``LIMEStability/rankCorrelation``.
  case seedOrder = "seed-order"
  /// Do other samples name the same superpixels? Figure: ``LIMEStability/topOverlap``.
  case seedTop = "seed-top"
  /// Does LIME's straight line follow the network? Figure: ``LIMEStability/determination``.
  case fit
  /// Does hiding what the map names do more than hiding in any order? Figure: ``HidingCurves/certainGain``.
  case hiding
  /// Does it lie within the lungs? Figure: ``AttributionShares/Share/density`` outside them.
  case outsideLungs = "outside-lungs"
  /// Does it dwell on the film's border? Figure: the density on it.
  case border
  /// Does it dwell in the corners, where letters and marks stand? Figure: the density in them.
  case corners

  /// The limit, and why it stands where it stands.
  public var limit: CheckLimit {
    switch self {
    // Two maps with a rank correlation r share r² of what their ranks vary by. Up to a quarter, 0.5, is what any two maps of one film may
    // owe to the film itself: its edges and its bright places move any network a little. From a half on, 0.7, more of the map was there
    // before anything was learned than came with learning.
    case .weights: CheckLimit(trusted: 0.5, doubted: 0.7)
    // What is shown twice must be the same twice: at 0.8 another seed explains two thirds of the order, at 0.6 only a third.
    case .seedOrder: CheckLimit(trusted: 0.8, doubted: 0.6)
    // Of ten superpixels on the mask, 0.5 is nearly seven that another seed shows too, 1/3 is five.
    case .seedTop: CheckLimit(trusted: 0.5, doubted: 1.0 / 3)
    // The line's share of what the probabilities vary by: at least half, or, to be looked at with doubt, a quarter.
    case .fit: CheckLimit(trusted: 0.5, doubted: 0.25)
    // On the scale of probability, beyond a standard deviation of chance: a tenth is seen in a reading, a fiftieth is not.
    case .hiding: CheckLimit(trusted: 0.1, doubted: 0.02)
    // An even spread, as of a network that looks nowhere, has density 1. Above that the map is drawn to what is not the lungs; within a fifth
    // below it may be an even spread with some luck.
    case .outsideLungs: CheckLimit(trusted: 0.8, doubted: 1)
    // There is nothing to be seen of a pneumonia: no more than an even spread has, and with doubt up to twice as much.
    case .border, .corners: CheckLimit(trusted: 1, doubted: 2)
    }
  }
}
