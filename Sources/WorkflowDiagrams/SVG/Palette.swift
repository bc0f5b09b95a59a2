/// The colours. What they say is said in words or by the line as well: the picture has to survive a grey printer.
enum Palette {
  static let text = "#14202e"
  static let quiet = "#4a5564"
  static let line = "#2f4a66"
  static let timed = "#8a3b12"
  static let ordinary = "#dfe9f3"
  static let review = "#fbe3b0"
  static let final = "#2f3b48"
  static let side = "#f6f6f4"
  static let onFinal = "#ffffff"
}
