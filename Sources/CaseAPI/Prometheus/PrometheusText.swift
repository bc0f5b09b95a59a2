/// How Prometheus wants names, label values and numbers written.
enum PrometheusText {
  /// A name of letters, digits and underscores, in the way of Prometheus: `http.requests` is `http_requests_total`.
  static func name(_ label: String, ending: String) -> String {
    let name = identifier(label, extra: ":")
    return name.hasSuffix(ending) ? name : name + ending
  }

  static func labelName(_ name: String) -> String { identifier(name, extra: "") }

  private static func identifier(_ text: String, extra: String) -> String {
    let name = String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) || extra.contains($0) ? $0 : "_" })
    return name.first.map { $0.isNumber } ?? true ? "_" + name : name
  }

  /// A label's value between its quotes.
  static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return value.rounded() == value && value.magnitude < 1e15 ? String(Int64(value)) : String(value)
  }
}
