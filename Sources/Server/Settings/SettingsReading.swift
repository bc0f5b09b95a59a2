import Configuration

/// Reads settings and goes on at a fault, so that all are told at once.
struct SettingsReading {
  private let reader: ConfigReader
  var faults: [String] = []
  /// Every setting that was asked for.
  private(set) var names: Set<String> = []

  init(_ reader: ConfigReader) { self.reader = reader }

  mutating func optional(_ key: ConfigKey) -> String? {
    names.insert("\(key)")
    return reader.string(forKey: key)
  }

  /// - Parameter check: what is wrong with the text; `nil` when nothing is.
  mutating func text(_ key: ConfigKey, default fallback: String? = nil, check: (String) -> String? = { _ in nil })
    -> String
  {
    guard let text = optional(key) ?? fallback, !text.isEmpty else {
      faults.append("\(key): is not set")
      return ""
    }
    if let fault = check(text) { faults.append("\(key): \(fault)") }
    return text
  }

  mutating func number(_ key: ConfigKey, default fallback: Int, in range: ClosedRange<Int>) -> Int {
    guard optional(key) != nil || reader.int(forKey: key) != nil else { return fallback }
    guard let number = reader.int(forKey: key), range.contains(number) else {
      faults.append("\(key): must be a number from \(range.lowerBound) to \(range.upperBound)")
      return fallback
    }
    return number
  }

  mutating func optionalNumber(_ key: ConfigKey, in range: ClosedRange<Int>) -> Int? {
    guard optional(key) != nil || reader.int(forKey: key) != nil else { return nil }
    return number(key, default: range.lowerBound, in: range)
  }

  /// A part of a whole: from 0 to 1.
  mutating func ratio(_ key: ConfigKey, default fallback: Double) -> Double {
    guard optional(key) != nil || reader.double(forKey: key) != nil else { return fallback }
    // In a file, 0 and 1 are whole numbers.
    guard let ratio = reader.double(forKey: key) ?? reader.int(forKey: key).map(Double.init), (0...1).contains(ratio)
    else {
      faults.append("\(key): must be a number from 0 to 1")
      return fallback
    }
    return ratio
  }

  /// `true` or `false`; not set is `false`.
  mutating func flag(_ key: ConfigKey) -> Bool {
    guard optional(key) != nil || reader.bool(forKey: key) != nil else { return false }
    guard let flag = reader.bool(forKey: key) else {
      faults.append("\(key): must be true or false")
      return false
    }
    return flag
  }

  static func web(_ text: String) -> String? {
    text.hasPrefix("https://") || text.hasPrefix("http://") ? nil : "must begin with https:// (http:// for local use)"
  }
}
