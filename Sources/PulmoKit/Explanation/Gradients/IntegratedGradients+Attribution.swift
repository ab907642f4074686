extension IntegratedGradients {
  /// What each pixel adds to a class's log-odds, and how far the sum of all is from what it should be.
  public struct Attribution: Sendable, Hashable {
    /// The class that is explained.
    public let label: Label
    /// Of each pixel, summed over its channels: log-odds, above 0 for the class, below 0 against it.
    public let heatmap: Heatmap
    /// The log-odds of the film, before calibration.
    public let output: Double
    /// The log-odds of the picture where the way begins.
    public let baselineOutput: Double
    /// Of all pixels, before each is rounded to a heatmap's precision.
    public let sum: Double

    /// ``sum`` less what it should be, ``output`` - ``baselineOutput``: the error of the integral, in log-odds.
    public var completenessGap: Double { sum - (output - baselineOutput) }

    /// The gap's magnitude as a share of what the sum should be; nil where that is 0.
    public var relativeCompletenessGap: Double? {
      output == baselineOutput ? nil : abs(completenessGap / (output - baselineOutput))
    }

    /// - Parameter attributions: `[C, H, W]`
    init(_ attributions: [Double], of label: Label, width: Int, height: Int, output: Double, baselineOutput: Double) {
      self.label = label
      self.output = output
      self.baselineOutput = baselineOutput
      sum = attributions.reduce(0, +)
      let count = width * height
      let values = (0..<count).map { pixel in stride(from: pixel, to: attributions.count, by: count).reduce(0) { $0 + attributions[$1] } }
      heatmap = Heatmap(width: width, height: height, values: values.map { Float($0) })
    }
  }
}
