import Testing

@testable import PulmoKit

@Test(arguments: [
  (0.0, 4, "0.0000"), (1, 4, "1.0000"), (0.99995, 4, "1.0000"), (0.12344999, 4, "0.1234"), (12.5, 0, "13"), (-0.00001, 4, "0.0000"),
  (-1.25, 1, "-1.3"), (0.007, 2, "0.01"), (1234.5, 3, "1234.500"), (.infinity, 2, "inf"), (.nan, 2, "nan"),
])
func decimals(value: Double, count: Int, expected: String) {
  #expect(value.formatted(decimals: count) == expected)
}
