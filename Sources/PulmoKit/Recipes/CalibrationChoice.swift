/// What makes a network's numbers probabilities.
public enum CalibrationChoice: String, Sendable, Hashable, Codable, CaseIterable {
  /// Nothing: they are what the network says.
  case none
  /// One temperature, fitted on the validation part (`TemperatureScaling`). Where the kept epoch is the last, these films have chosen
  /// nothing before.
  case temperature
  /// A temperature and a bias, fitted on the same films (`PlattScaling`): for networks that find pneumonia too often or too seldom as well.
  case platt
}
