extension CheckQuestion {
  /// An answer in words.
  func finding(_ outcome: CheckOutcome) -> String {
    let findings: (trust: String, doubt: String, distrust: String, unknown: String) =
      switch self {
      case .weights:
        (
          "a network that forgot what it learned gives another map", "a network that forgot what it learned gives a map not unlike it",
          "a network that forgot what it learned gives much the same map", "the map puts no place before another"
        )
      case .seedOrder:
        (
          "other samples weigh the superpixels in the same order", "other samples weigh the superpixels in an order not quite the same",
          "other samples weigh the superpixels in another order", "the weights have no order"
        )
      case .seedTop:
        (
          "other samples name the same superpixels", "other samples name some other superpixels", "other samples name other superpixels",
          "no superpixel has a weight"
        )
      case .fit:
        (
          "LIME's line follows the network", "LIME's line follows the network in part", "LIME's line does not follow the network",
          "the network says the same of all samples"
        )
      case .hiding:
        (
          "hiding what it names takes more from the probability than hiding in any order",
          "hiding what it names takes little more from the probability than hiding in any order",
          "hiding what it names takes no more from the probability than hiding in any order", "the network gives no number"
        )
      case .outsideLungs:
        (
          "it keeps to the lungs", "it hardly keeps to the lungs", "it is drawn to what is outside the lungs",
          "whether it keeps to the lungs is not known: the map is empty, or the lungs fill the film"
        )
      case .border:
        (
          "it does not dwell on the film's border", "it has more on the film's border than an even spread",
          "it dwells on the film's border", "the map is empty"
        )
      case .corners:
        (
          "it does not dwell in the corners", "it has more in the corners than an even spread",
          "it dwells in the corners, where letters and marks stand", "the map is empty"
        )
      }
    return switch outcome {
    case .trust: findings.trust
    case .doubt: findings.doubt
    case .distrust: findings.distrust
    case .unknown: findings.unknown
    }
  }
}
