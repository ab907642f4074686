import ArgumentParser
import PulmoKit

/// What `pulmo explain --method` takes: a method that maps, or the network's feature maps.
enum ExplainMethod: String, CaseIterable, ExpressibleByArgument {
  case lime
  case gradCAM = "grad-cam"
  case gradCAMPlusPlus = "grad-cam++"
  case occlusion
  case integratedGradients = "integrated-gradients"
  case featureMaps = "feature-maps"

  /// Nil for feature maps, which map nothing to a class.
  var method: ExplanationMethod? { ExplanationMethod(rawValue: rawValue) }
}

/// How `pulmo explain --segmentation` cuts films for LIME.
enum SegmentationArgument: String, CaseIterable, ExpressibleByArgument {
  case quickshift, slic

  var segmentation: LIMESegmentation { self == .quickshift ? .quickshift() : .slic() }
}

/// What `pulmo explain --hiding` puts in place of what LIME hides.
enum HidingArgument: String, CaseIterable, ExpressibleByArgument {
  case mean, black

  var hiding: Hiding { self == .mean ? .mean : .color(0) }
}
