/// Settings as they were read, whatever is wrong with them.
struct UncheckedSettings: Sendable {
  let settings: Settings
  /// What is wrong with single settings: one is not set, or has another form.
  let ofValues: [String]
  /// Names that are no setting.
  let ofNames: [String]

  /// All that is wrong, also what is not fit for real use.
  var faults: [String] { ofValues + ofNames + SettingsCheck(settings: settings).faults }
}
