/// The methods that Pulmo explains with, by their names in commands and files.
public enum ExplanationMethod: String, Sendable, Hashable, Codable, CaseIterable {
  case lime
  case gradCAM = "grad-cam"
  case gradCAMPlusPlus = "grad-cam++"
  case occlusion
  case integratedGradients = "integrated-gradients"
}
