extension GroupReader {
  /// What people see; every declared thing has one.
  func label() -> String { required("label")?.text() ?? "" }
}
