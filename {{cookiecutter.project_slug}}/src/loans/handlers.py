"""The loan service over Telegram."""

from decimal import Decimal

from aiogram import Dispatcher, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message, User
from pydantic import TypeAdapter, ValidationError

from src.core.settings import Settings
# jinja: if cookiecutter.database == "sqlalchemy"
from src.db.users import UserRepository
# jinja: endif
from src.loans.credit_bureau import CreditBureau, CreditCheckError
from src.loans.models import Amount, LoanApplication
from src.loans.process import process_loan
# jinja: if cookiecutter.database == "none"
from src.loans.users import UserRepository
# jinja: endif

AMOUNT: TypeAdapter[Decimal] = TypeAdapter(Amount)


def register(dispatcher: Dispatcher, settings: Settings) -> None:
    """Add the loan service to a bot, with what its handlers take."""
    router = Router(name="loans")
    router.message.register(apply, Command("loan"))
    dispatcher.include_router(router)
    bureau = CreditBureau(settings.credit_bureau_url)
    dispatcher["bureau"] = bureau
    dispatcher.shutdown.register(bureau.close)
    # jinja: if cookiecutter.database == "none"
    dispatcher["users"] = UserRepository()
    # jinja: endif


async def apply(
    message: Message, command: CommandObject, event_from_user: User, users: UserRepository, bureau: CreditBureau
) -> None:
    """Answer `/loan 500`."""
    try:
        amount = AMOUNT.validate_python(command.args)
    except ValidationError:
        await message.answer("Say how much, up to 1000000: /loan 500")
        return
    try:
        loan = await process_loan(LoanApplication(user_id=event_from_user.id, amount=amount), users, bureau)
    except CreditCheckError:  # has been reported
        await message.answer("The credit bureau does not answer. Try again later.")
        return
    await message.answer(f"Your loan of {loan.amount} is {loan.status}.")
