/// A number as JSON writes it (RFC 8259, 6), in its parts.
struct JSONNumber {
  var isNegative = false
  /// The digits before and after the point.
  var digits: [UInt8] = []
  /// How many of the digits stand after the point.
  var fraction = 0
  /// The power of ten; `nil` when it is too large to be counted with.
  var exponent: Int? = 0
  /// The whole of it.
  var text: String

  var json: JSON { whole.map(JSON.integer) ?? .decimal(Double(text) ?? .infinity) }

  /// Its value, when that is a whole number of 64 bits.
  private var whole: Int64? {
    var digits = digits
    var power = exponent.map { $0 - fraction }
    while digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      power = power.map { $0 + 1 }
    }
    digits = Array(digits.drop { $0 == UInt8(ascii: "0") })
    guard !digits.isEmpty else { return 0 }
    // 19 digits are the most that 64 bits hold.
    guard let power, power >= 0, power + digits.count <= 19 else { return nil }
    let zeros = String(repeating: "0", count: power)
    return Int64((isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self) + zeros)
  }
}
