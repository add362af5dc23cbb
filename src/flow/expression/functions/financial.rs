//! Functions of money.

use super::arguments::{not_set, text};
use super::{Arguments, Definition};
use crate::flow::expression::error::Fault;
use crate::flow::expression::operators::BinaryOperator;
use crate::flow::expression::{Type, Value};

pub(super) const FUNCTIONS: &[Definition] = &[
    Definition {
        name: "ConvertCurrency",
        summary: "an amount in another currency, at a rate of units of its own currency for one of the other",
        signatures: &[
            "(sourceCurrency: Currency?, destinationCurrencyCode: String?) -> Currency",
            "(sourceCurrency: Currency?, destinationCurrencyCode: String?, sourcePerDestExchangeRate: Decimal) -> Currency",
        ],
        run: convert,
        examples: &[
            ("ConvertCurrency(MakeCurrency(10.0, \"USD\"), \"EUR\", 2.0)", "MakeCurrency(5.0, \"EUR\")"),
            ("ConvertCurrency(MakeCurrency(10.0, \"USD\"), \"USD\")", "MakeCurrency(10.0, \"USD\")"),
            (
                "ConvertCurrency(MakeCurrency(10.0, \"USD\"), \"EUR\")",
                "error: there is no exchange rate from USD to EUR here",
            ),
            ("IsSet(ConvertCurrency(NOT_SET, \"EUR\"))", "false"),
            ("IsSet(ConvertCurrency(MakeCurrency(5, \"USD\"), NOT_SET))", "false"),
        ],
    },
    Definition {
        name: "GetCurrencySymbol",
        summary: "the sign of a currency, or its code where it has none",
        signatures: &["(currencyCode: String) -> String", "(currency: Currency?) -> String"],
        run: symbol,
        examples: &[
            ("GetCurrencySymbol(MakeCurrency(1.00, \"USD\"))", "\"$\""),
            ("GetCurrencySymbol(\"EUR\")", "\"€\""),
            ("GetCurrencySymbol(\"XOF\")", "\"XOF\""),
            ("IsSet(GetCurrencySymbol(ToCurrency(NOT_SET)))", "false"),
        ],
    },
    Definition {
        name: "MakeCurrency",
        summary: "an amount of money; either part may be NOT_SET",
        signatures: &[
            "(amount: Decimal?, currencyCode: String?) -> Currency",
            "(amount: Integer?, currencyCode: String?) -> Currency",
        ],
        run: |arguments| money(arguments.value(0)?, arguments.value(1)?),
        examples: &[
            ("MakeCurrency(5.25, \"USD\")[\"amount\"]", "5.25"),
            ("MakeCurrency(5, \"USD\").code", "\"USD\""),
            ("IsSet(MakeCurrency(ToDecimal(NOT_SET), ToString(NOT_SET)))", "true"),
        ],
    },
    Definition {
        name: "MakeListCurrency",
        summary: "amounts of money, all of one currency or each of its own",
        signatures: &[
            "(amounts: DecimalCollection, currencyCode: String?) -> CurrencyCollection",
            "(amounts: DecimalCollection, currencyCodes: StringCollection) -> CurrencyCollection",
        ],
        run: make_list,
        examples: &[
            ("ToString(MakeListCurrency(MakeList(1.5, 2.0), \"USD\"), \" \")", "\"1.5|USD 2.0|USD\""),
            ("ToString(MakeListCurrency(MakeList(1.5), MakeList(\"EUR\")))", "\"1.5|EUR\""),
        ],
    },
];

/// The signs of the currencies of ISO 4217 that have one of their own in common use.
const SYMBOLS: &[(&str, &str)] = &[
    ("USD", "$"),
    ("EUR", "€"),
    ("GBP", "£"),
    ("JPY", "¥"),
    ("CNY", "¥"),
    ("INR", "₹"),
    ("KRW", "₩"),
    ("RUB", "₽"),
    ("ILS", "₪"),
    ("VND", "₫"),
    ("NGN", "₦"),
    ("UAH", "₴"),
    ("PHP", "₱"),
    ("TRY", "₺"),
    ("KZT", "₸"),
    ("THB", "฿"),
    ("CRC", "₡"),
    ("PYG", "₲"),
    ("GHS", "₵"),
    ("MNT", "₮"),
    ("LAK", "₭"),
    ("GEL", "₾"),
    ("AZN", "₼"),
    ("AMD", "֏"),
    ("AUD", "$"),
    ("CAD", "$"),
    ("NZD", "$"),
    ("SGD", "$"),
    ("HKD", "$"),
    ("MXN", "$"),
    ("ARS", "$"),
    ("CLP", "$"),
    ("COP", "$"),
    ("BRL", "R$"),
    ("ZAR", "R"),
    ("SEK", "kr"),
    ("NOK", "kr"),
    ("DKK", "kr"),
    ("ISK", "kr"),
    ("PLN", "zł"),
    ("CZK", "Kč"),
    ("HUF", "Ft"),
    ("RON", "lei"),
    ("BGN", "лв"),
    ("EGP", "£"),
    ("PEN", "S/"),
    ("MYR", "RM"),
    ("IDR", "Rp"),
];

fn money(amount: &Value, code: &Value) -> Result<Value, Fault> {
    let amount = match amount {
        Value::NotSet(_) => None,
        Value::Decimal(number) => Some(number.clone()),
        other => Some(crate::flow::expression::Decimal::from(other.as_integer().unwrap_or_default())),
    };
    Ok(Value::currency(amount, code.as_text().map(|code| code.to_ascii_uppercase().into())))
}

fn make_list(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let (amounts, codes) = (arguments.items(0)?, arguments.value(1)?);
    let items = match codes {
        Value::Collection(codes) if codes.items.len() != amounts.len() => {
            let message = format!("{} amounts and {} codes do not pair up", amounts.len(), codes.items.len());
            return Err(Fault::new(message).operand(1));
        }
        Value::Collection(codes) => {
            amounts.iter().zip(&codes.items).map(|(amount, code)| money(amount, code)).collect()
        }
        code => amounts.iter().map(|amount| money(amount, code)).collect::<Result<_, _>>(),
    };
    Ok(Value::collection(Type::Currency, items?))
}

fn symbol(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let code = match arguments.value(0)? {
        Value::String(code) => Some(code.to_ascii_uppercase()),
        Value::Currency(currency) => currency.code.as_deref().map(str::to_owned),
        _ => None,
    };
    let Some(code) = code else { return not_set(Type::String) };
    let sign = SYMBOLS.iter().find(|(known, _)| *known == code).map(|(_, sign)| *sign);
    text(sign.map_or(code, str::to_owned))
}

fn convert(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let (Value::Currency(source), Some(wanted)) = (arguments.value(0)?, arguments.text_if_set(1)?) else {
        return not_set(Type::Currency);
    };
    let wanted = wanted.to_ascii_uppercase();
    let converted = if arguments.count() > 2 {
        BinaryOperator::Divide.apply(arguments.value(0)?, arguments.value(2)?)?
    } else if source.code.as_deref() == Some(wanted.as_str()) {
        arguments.value(0)?.clone()
    } else {
        let from = source.code.as_deref().unwrap_or("no currency");
        return Err(Fault::new(format!("there is no exchange rate from {from} to {wanted} here"))
            .help("give the rate as the third argument"));
    };
    match converted {
        Value::Currency(money) => Ok(Value::currency(money.amount.clone(), Some(wanted.into()))),
        other => Ok(other),
    }
}
