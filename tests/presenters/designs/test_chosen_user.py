from tests.presenters.stand_ins import heard, server_info
from tests.ui.samples import USERS
from workbench.presenters.designs.chosen_user import ChosenUser


def test_the_second_user_is_chosen_until_another_one_is():
    chosen = ChosenUser()
    told = heard(chosen.changed)
    assert chosen.user is None
    chosen.show_server(server_info(users=USERS))
    assert (chosen.username, chosen.user) == (USERS[1].username, USERS[1])
    chosen.choose(USERS[0].username)
    chosen.choose(USERS[0].username)
    assert told == [USERS[1].username, USERS[0].username]


def test_a_restart_keeps_the_choice_where_it_can():
    chosen = ChosenUser()
    chosen.show_server(server_info(users=USERS))
    chosen.choose(USERS[0].username)
    chosen.show_server(server_info(users=USERS))
    assert chosen.username == USERS[0].username
    chosen.show_server(server_info(users=USERS[1:]))
    assert chosen.user in USERS[1:]
