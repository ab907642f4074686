import NeuralNet

extension Augmentation {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case rotation, widthShift, heightShift, shear, zoom, aspect, flip, fill
    case brightness, contrast, localContrast, gamma, noise, blur, jpeg, jpegQuality
    case erasing, erasingArea, borderCover, borderWidth, markerCover, markerSize
  }

  /// Reads settings by their names; those not named are at their defaults. Ranges are written `[lower, upper]`.
  /// - Throws: `DecodingError` when a key is unknown or a value out of its range.
  public init(from decoder: any Decoder) throws {
    self.init()
    let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, into value: inout Value) throws {
      if let given = try values.decodeIfPresent(Value.self, forKey: key) { value = given }
    }
    try read(.rotation, into: &rotation)
    try read(.widthShift, into: &widthShift)
    try read(.heightShift, into: &heightShift)
    try read(.shear, into: &shear)
    try read(.zoom, into: &zoom)
    try read(.aspect, into: &aspect)
    try read(.flip, into: &flip)
    try read(.fill, into: &fill)
    try read(.brightness, into: &brightness)
    try read(.contrast, into: &contrast)
    try read(.localContrast, into: &localContrast)
    try read(.gamma, into: &gamma)
    try read(.noise, into: &noise)
    try read(.blur, into: &blur)
    try read(.jpeg, into: &jpeg)
    try read(.jpegQuality, into: &jpegQuality)
    try read(.erasing, into: &erasing)
    try read(.erasingArea, into: &erasingArea)
    try read(.borderCover, into: &borderCover)
    try read(.borderWidth, into: &borderWidth)
    try read(.markerCover, into: &markerCover)
    try read(.markerSize, into: &markerSize)
    if let problem { throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem)) }
  }

  /// The first setting out of its range, as a sentence.
  var problem: String? {
    let numbers: [(CodingKeys, Float, ClosedRange<Float>)] = [
      (.rotation, rotation, 0...180), (.widthShift, widthShift, 0...1), (.heightShift, heightShift, 0...1),
      (.shear, shear, 0...Float(90).nextDown), (.aspect, aspect, 0...9), (.flip, flip, 0...1), (.brightness, brightness, 0...1),
      (.contrast, contrast, 0...1), (.localContrast, localContrast, 0...9), (.noise, noise, 0...1), (.jpeg, jpeg, 0...1),
      (.erasing, erasing, 0...1), (.borderCover, borderCover, 0...1), (.borderWidth, borderWidth, 0...0.5),
      (.markerCover, markerCover, 0...1),
    ]
    for (key, value, allowed) in numbers where !allowed.contains(value) {
      return "\(key.rawValue) is \(value), and must be \(allowed.lowerBound) to \(allowed.upperBound)"
    }
    let ranges: [(CodingKeys, ClosedRange<Float>, ClosedRange<Float>)] = [
      (.zoom, zoom, 0.1...10), (.gamma, gamma, 0.1...10), (.blur, blur, 0...10), (.jpegQuality, jpegQuality, 1...100),
      (.erasingArea, erasingArea, 0...1), (.markerSize, markerSize, 0...0.5),
    ]
    for (key, value, allowed) in ranges where !allowed.contains(value.lowerBound) || !allowed.contains(value.upperBound) {
      return "\(key.rawValue) is \(value.lowerBound) to \(value.upperBound), and must lie within "
        + "\(allowed.lowerBound) to \(allowed.upperBound)"
    }
    return nil
  }
}
