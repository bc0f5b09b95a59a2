/// How long single things took.
struct Latencies {
  private var sorted: [Duration]

  init(_ durations: [Duration]) { sorted = durations.sorted() }

  var count: Int { sorted.count }

  /// - Parameter share: from 0 to 1.
  /// - Returns: in milliseconds; of so many in a hundred none took longer.
  func milliseconds(_ share: Double) -> Double {
    guard !sorted.isEmpty else { return 0 }
    let place = min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.up)) - 1)
    return sorted[max(0, place)] / .milliseconds(1)
  }
}
