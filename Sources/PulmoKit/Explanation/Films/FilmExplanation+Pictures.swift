public import Imaging

extension FilmExplanation {
  /// A picture of an explanation, with the end of its file's name.
  public struct NamedPicture: Sendable, Hashable {
    /// Such as `grad-cam` or `lime-mask`.
    public let name: String
    public let image: ColorImage
  }

  /// All pictures, captioned: each method's on the film at its own resolution, then the feature maps.
  /// - Parameters:
  ///   - model: the model's name and version.
  ///   - channel: the feature maps' channel that is shown across the layers.
  public func pictures(model: String, channel: Int) -> [NamedPicture] {
    explanations.flatMap { explanation in
      views(of: explanation).map { view in
        NamedPicture(name: view.name, image: view.picture.captioned(caption(view.title, explanation.verdict, model: model)))
      }
    } + featureMapGrids(channel: channel).map { NamedPicture(name: $0.name, image: $0.grid.picture) }
  }

  /// A picture of one method before its caption.
  struct View {
    let name: String
    let title: String
    let meaning: String
    let picture: ExplanationPicture
  }

  func views(of explanation: MethodExplanation) -> [View] {
    let method = explanation.method
    guard case .lime(let lime, _) = explanation.detail else {
      let picture = ExplanationPicture(of: explanation.heatmap, on: film, saturating: method.saturatedShare)
      return [View(name: method.rawValue, title: method.title, meaning: method.meaning, picture: picture)]
    }
    return [
      View(
        name: "\(method.rawValue)-mask", title: "\(method.title), mask", meaning: ExplanationView.maskMeaning,
        picture: ExplanationPicture(maskOf: lime.explanation, lime.superpixels, on: film)),
      View(
        name: "\(method.rawValue)-heatmap", title: "\(method.title), heatmap", meaning: method.meaning,
        picture: ExplanationPicture(weightsOf: lime.explanation, lime.superpixels, on: film)),
    ]
  }

  func caption(_ title: String, _ verdict: ExplanationVerdict?, model: String) -> PictureCaption {
    PictureCaption(
      label: label, probability: probability, method: title, model: model,
      verdict: verdict.map { PictureCaption.Verdict($0.summary, isPassed: $0.outcome == .trust) })
  }

  /// A grid of each layer's channels, then one of a single channel across the layers that have it.
  func featureMapGrids(channel: Int) -> [(name: String, grid: FeatureMapGrid)] {
    let layers = featureMaps.map { (name: "feature-maps-\($0.layer)", grid: FeatureMapGrid(channelsOf: $0)) }
    guard let across = FeatureMapGrid(channel: channel, across: featureMaps) else { return layers }
    return layers + [(name: "feature-maps-channel-\(channel)", grid: across)]
  }
}
