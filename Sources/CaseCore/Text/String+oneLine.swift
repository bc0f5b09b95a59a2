extension String {
  /// Without line breaks, control characters and doubled spaces: no format gives those a meaning in a label, and some choke on them.
  package var onOneLine: String {
    let printable = unicodeScalars.map { $0.properties.generalCategory.isPrintable ? Character($0) : " " }
    return String(printable).split(separator: " ").joined(separator: " ")
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isPrintable: Bool {
    switch self {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
    default: true
    }
  }
}
