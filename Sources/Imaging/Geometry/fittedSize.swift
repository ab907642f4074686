/// The size of a picture in its own ratio, its longer side `side` pixels; nil for one that is no larger.
func fittedSize(_ width: Int, _ height: Int, to side: Int) -> (width: Int, height: Int)? {
  let longer = max(width, height)
  guard longer > side else { return nil }
  func scaled(_ length: Int) -> Int { max(1, Int((Double(length) * Double(side) / Double(longer)).rounded())) }
  return (scaled(width), scaled(height))
}
