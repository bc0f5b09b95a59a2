import CaseCore

/// The names of the cases of a scenario.
struct CaseNames {
  let names: [String]

  /// The case of a step that names none.
  var first: String { names.first ?? "" }

  /// The case that is named; `nil`, with a fault, when there is none.
  func name(_ reader: NodeReader) -> String? {
    guard let name = reader.name() else { return nil }
    if names.contains(name) { return name }
    guard !names.isEmpty else {
      reader.fault("Het scenario gaat over één zaak: zet namen van zaken in «cases».")
      return nil
    }
    let near = Spelling.nearest(to: name, in: names).map { " Bedoeld is misschien «\($0)»." }
    reader.fault("De zaak «\(name)» bestaat niet in dit scenario.\(near ?? "")")
    return nil
  }
}
