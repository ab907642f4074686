/// The films that pictures are mixed with: any film of the training part; with balanced sampling either class first, each as likely.
///
/// Films are in the order of their ids, so that who is drawn depends on which films there are, not on how they are listed.
struct MixingPartners: Sendable {
  private let pools: [[Study]]

  init(_ studies: [Study], sampling: Sampling) {
    let ordered = studies.sorted { $0.id < $1.id }
    let byClass = [ordered.filter { !$0.label.isPneumonia }, ordered.filter { $0.label.isPneumonia }]
    pools = sampling == .balanced ? byClass : [ordered]
  }

  func partner(for mixture: Mixture) -> Study {
    func pick<Element>(_ key: UInt64, of elements: [Element]) -> Element {
      elements[Int(key.multipliedFullWidth(by: UInt64(elements.count)).high)]
    }
    return pick(mixture.partnerKey, of: pick(mixture.classKey, of: pools))
  }
}
