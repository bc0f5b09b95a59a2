import CaseCore

extension NodeReader {
  func ground() -> Ground {
    let group = group([
      "label",
      "source",
      "from",
      "until",
    ])
    let ground = Ground(
      label: group?.label() ?? "",
      source: group?.text("source") ?? "",
      from: group?.optional("from")?.date(),
      until: group?.optional("until")?.date()
    )
    if let from = ground.from, let until = ground.until, until < from {
      group?.optional("until")?.fault("De grondslag eindigt voordat hij begint.")
    }
    return ground
  }
}
