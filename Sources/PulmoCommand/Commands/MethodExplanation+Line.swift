import PulmoKit

extension MethodExplanation {
  /// What the method says of itself, and the verdict.
  var line: String {
    func number(_ value: Double?) -> String { value.map { $0.formatted(decimals: 3) } ?? "n/a" }
    let figures =
      switch detail {
      case .lime(let lime, let stability):
        "\(lime.superpixels.count) superpixels, R² \(number(lime.explanation.determination)), other seeds: rank correlation "
          + "\(number(stability.rankCorrelation)), same top ten \(number(stability.topOverlap))"
      case .gradCAM(let layer): "layer \(layer)"
      case .occlusion: "greatest fall \(number(heatmap.values.max().map(Double.init))) of log-odds"
      case .integratedGradients(let attribution): "completeness gap \(number(attribution.completenessGap)) of \(number(attribution.sum))"
      }
    return figures + (verdict.map { "; \($0.summary)" } ?? "; not checked")
  }
}
